namespace LitePipeline.Fuzzing.Frames;

/// <summary>The other end of a connection: says what is written in advance, in pieces, then hangs up; what it is told is counted.</summary>
internal sealed class ScriptedStream(ReadOnlyMemory<byte> says, int pieces) : Stream
{
    private ReadOnlyMemory<byte> _left = says;
    private int _piece = 1;

    /// <summary>How many bytes it was told.</summary>
    public long Told { get; private set; }

    /// <summary>How often it was asked for more.</summary>
    public int Asked { get; private set; }

    public override bool CanRead => true;
    public override bool CanSeek => false;
    public override bool CanWrite => true;
    public override long Length => throw new NotSupportedException();
    public override long Position { get => throw new NotSupportedException(); set => throw new NotSupportedException(); }

    public override ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        Asked++;
        // No two pieces in a row are of one length.
        _piece = (_piece * 5 + pieces) % 97;
        var count = Math.Min(Math.Min(buffer.Length, _left.Length), pieces == 0 ? int.MaxValue : 1 + _piece);
        _left[..count].CopyTo(buffer);
        _left = _left[count..];
        return ValueTask.FromResult(count);
    }

    public override ValueTask WriteAsync(ReadOnlyMemory<byte> buffer, CancellationToken cancellationToken = default)
    {
        Told += buffer.Length;
        return ValueTask.CompletedTask;
    }

    public override Task FlushAsync(CancellationToken cancellationToken) => Task.CompletedTask;
    public override void Flush() { }
    public override int Read(byte[] buffer, int offset, int count) => throw new NotSupportedException();
    public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();
    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();
    public override void SetLength(long value) => throw new NotSupportedException();
}
