using System.Threading.Channels;
using LitePipeline.Transport.Tcp.Frames;

namespace LitePipeline.Transport.Tcp.Connections;

/// <summary>The frames that wait for the writer. Messages and control frames go before stream data, so that a large stream does not delay them.</summary>
internal sealed class SendQueue
{
    private readonly Channel<OutgoingFrame> _urgent = Channel.CreateUnbounded<OutgoingFrame>();
    private readonly Channel<OutgoingFrame> _data = Channel.CreateUnbounded<OutgoingFrame>();
    private readonly Channel<bool> _signal = Channel.CreateBounded<bool>(new BoundedChannelOptions(1) { FullMode = BoundedChannelFullMode.DropWrite, SingleReader = true });

    /// <summary>How many frames wait.</summary>
    public int Count => _urgent.Reader.Count + _data.Reader.Count;

    /// <summary>Nothing happens once the queue was completed.</summary>
    public void Add(OutgoingFrame frame)
    {
        var queue = frame.Kind is FrameKind.StreamData or FrameKind.StreamEnd or FrameKind.StreamRefuse ? _data : _urgent;
        if (queue.Writer.TryWrite(frame)) _signal.Writer.TryWrite(true);
        else frame.Return();
    }

    /// <summary>What waits is still taken; stream data is dropped with <paramref name="lastWord"/> as the last frame.</summary>
    public void Complete(OutgoingFrame? lastWord)
    {
        if (lastWord is { } frame) _urgent.Writer.TryWrite(frame);
        _data.Writer.TryComplete();
        _urgent.Writer.TryComplete();
        _signal.Writer.TryWrite(true);
        _signal.Writer.TryComplete();
    }

    public bool TryTakeUrgent(out OutgoingFrame frame) => _urgent.Reader.TryRead(out frame);

    public bool TryTakeData(out OutgoingFrame frame) => _data.Reader.TryRead(out frame);

    /// <summary>Waits for a frame; false once the queue was completed and a last look at it is due.</summary>
    public async ValueTask<bool> WaitAsync(CancellationToken cancellationToken)
    {
        if (!await _signal.Reader.WaitToReadAsync(cancellationToken)) return false;
        _signal.Reader.TryRead(out _);
        return true;
    }
}
