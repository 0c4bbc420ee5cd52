using LitePipeline.Core;
using LitePipeline.Transport.Tcp.Frames;

namespace LitePipeline.Transport.Tcp.Connections;

/// <summary>Lets frames go in order while the other end has fewer unread bytes than its window; the rest waits, and so do its senders.</summary>
/// <remarks>A frame may go whenever the window is not full, whatever its length: so a message longer than the window passes too.</remarks>
internal sealed class FlowWindow(long size, Action<OutgoingFrame> go)
{
    private readonly Lock _lock = new();
    private readonly Queue<Waiter> _waiting = [];
    private long _unread;
    private Exception? _closed;

    public ValueTask SendAsync(OutgoingFrame frame, CancellationToken cancellationToken)
    {
        Waiter waiter;
        lock (_lock)
        {
            if (_closed is not null)
            {
                frame.Return();
                return ValueTask.FromException(_closed);
            }
            if (_waiting.Count == 0 && _unread < size)
            {
                Go(frame);
                return ValueTask.CompletedTask;
            }
            waiter = new Waiter(frame);
            _waiting.Enqueue(waiter);
        }
        return WaitAsync(waiter, cancellationToken);
    }

    /// <summary>The other end has read so many bytes.</summary>
    /// <exception cref="ProtocolException">More than it was sent.</exception>
    public void Give(long bytes)
    {
        lock (_lock)
        {
            if (bytes > _unread) throw new ProtocolException(ProtocolError.Malformed, "The other end gives credit for more than it was sent.");
            _unread -= bytes;
            while (_unread < size && _waiting.TryDequeue(out var waiter))
            {
                // A sender that gave up meanwhile must not have its frame sent.
                if (waiter.Sent.TrySetResult()) Go(waiter.Frame);
                else waiter.Frame.Return();
            }
        }
    }

    public void Close(Exception why)
    {
        lock (_lock)
        {
            _closed ??= why;
            while (_waiting.TryDequeue(out var waiter))
            {
                waiter.Sent.TrySetException(_closed);
                waiter.Frame.Return();
            }
        }
    }

    private static async ValueTask WaitAsync(Waiter waiter, CancellationToken cancellationToken)
    {
        using var cancelled = cancellationToken.UnsafeRegister(
            static (state, token) => ((Waiter)state!).Sent.TrySetCanceled(token), waiter);
        await waiter.Sent.Task;
    }

    private void Go(OutgoingFrame frame)
    {
        _unread += frame.Content.Length;
        go(frame);
    }

    private sealed class Waiter(OutgoingFrame frame)
    {
        public OutgoingFrame Frame { get; } = frame;

        public TaskCompletionSource Sent { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);
    }
}
