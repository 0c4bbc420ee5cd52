using LitePipeline.Core;

namespace LitePipeline.Transport.Tcp.Connections;

/// <summary>Counts what was received and not read yet. Safe for one receiver beside one reader.</summary>
internal sealed class ReceiveWindow(long size)
{
    private long _unread;
    private long _readSinceCredit;

    /// <exception cref="ProtocolException">The other end sent although the window was full.</exception>
    public void Received(int bytes)
    {
        if (Interlocked.Add(ref _unread, bytes) - bytes >= size)
            throw new ProtocolException(ProtocolError.Malformed, "The other end sends more than it has credit for.");
    }

    /// <summary>Returns the credit to give now; 0 while it is too little to be worth a frame.</summary>
    public long Read(int bytes)
    {
        _readSinceCredit += bytes;
        if (_readSinceCredit < (size + 1) / 2) return 0;
        var credit = _readSinceCredit;
        _readSinceCredit = 0;
        Interlocked.Add(ref _unread, -credit);
        return credit;
    }
}
