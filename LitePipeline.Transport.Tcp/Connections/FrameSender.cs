using System.IO.Pipelines;
using LitePipeline.Transport.Tcp.Frames;

namespace LitePipeline.Transport.Tcp.Connections;

/// <summary>The one writer of a connection: writes all that waits, then flushes once.</summary>
internal sealed class FrameSender(PipeWriter writer, SendQueue queue)
{
    private const int FlushAfterBytes = 128 * 1024;

    private int _unflushed;

    /// <summary>Grows whenever bytes went out; a heartbeat is needed only where it did not.</summary>
    public long Flushes { get; private set; }

    /// <summary>Ends once the queue was completed and all of it was written.</summary>
    public async Task RunAsync(CancellationToken cancellationToken)
    {
        var more = true;
        while (more)
        {
            more = await queue.WaitAsync(cancellationToken);
            await DrainAsync(cancellationToken);
        }
    }

    private async ValueTask DrainAsync(CancellationToken cancellationToken)
    {
        bool any;
        do
        {
            any = false;
            while (_unflushed < FlushAfterBytes && queue.TryTakeUrgent(out var urgent))
            {
                Write(urgent);
                any = true;
            }
            // After the last word nothing is written.
            if (_closed) break;
            if (queue.TryTakeData(out var data))
            {
                Write(data);
                any = true;
            }
            if (_unflushed >= FlushAfterBytes) await FlushAsync(cancellationToken);
        } while (any);
        if (_unflushed > 0) await FlushAsync(cancellationToken);
    }

    private bool _closed;

    private void Write(OutgoingFrame frame)
    {
        FrameWriter.Write(writer, frame.Kind, frame.Stream, frame.Content.Span);
        _unflushed += FrameHeader.Size + frame.Content.Length;
        _closed |= frame.Kind is FrameKind.Close or FrameKind.Refuse;
        frame.Return();
    }

    private async ValueTask FlushAsync(CancellationToken cancellationToken)
    {
        _unflushed = 0;
        await writer.FlushAsync(cancellationToken);
        Flushes++;
    }
}
