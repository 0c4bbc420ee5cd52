using System.Threading.Channels;
using LitePipeline.Core;
using LitePipeline.Core.Messages;
using LitePipeline.Core.Transport;

namespace LitePipeline.Hosting.Node;

/// <summary>The node's present connection, for the parts of the node that only want to say or to fetch something.</summary>
internal sealed class NodeConnection
{
    private const int MaxQueued = 1000;

    private readonly Lock _lock = new();
    private TaskCompletionSource<IManagerChannel> _channel = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private TaskCompletionSource _changed = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private Channel<NodeMessage>? _outgoing;

    /// <summary>Queues a message that may be lost: it is dropped where there is no connection or the manager is slow to read.</summary>
    public void TrySend(NodeMessage message)
    {
        var outgoing = Volatile.Read(ref _outgoing);
        if (outgoing is not null && outgoing.Reader.Count < MaxQueued) outgoing.Writer.TryWrite(message);
    }

    /// <summary>Asks the manager for bytes; where the connection ends before the answer, asks again over the next one.</summary>
    /// <exception cref="StreamRefusedException">The manager does not have it.</exception>
    public async Task<T> FetchAsync<T>(StreamRequest request, Func<Stream, Task<T>> read, CancellationToken cancellationToken)
    {
        IManagerChannel? failed = null;
        while (true)
        {
            var channel = await WaitForOtherAsync(failed, cancellationToken);
            try
            {
                await using var stream = await channel.RequestStreamAsync(request, cancellationToken);
                return await read(stream);
            }
            catch (ProtocolException)
            {
                failed = channel;
            }
        }
    }

    public void Opened(IManagerChannel channel, Channel<NodeMessage> outgoing)
    {
        lock (_lock)
        {
            _outgoing = outgoing;
            _channel.TrySetResult(channel);
        }
    }

    public void Closed()
    {
        lock (_lock)
        {
            _outgoing = null;
            _channel = new TaskCompletionSource<IManagerChannel>(TaskCreationOptions.RunContinuationsAsynchronously);
            _changed.TrySetResult();
            _changed = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        }
    }

    private async Task<IManagerChannel> WaitForOtherAsync(IManagerChannel? failed, CancellationToken cancellationToken)
    {
        while (true)
        {
            Task<IManagerChannel> channel;
            Task changed;
            lock (_lock)
            {
                channel = _channel.Task;
                changed = _changed.Task;
            }
            var present = await channel.WaitAsync(cancellationToken);
            if (present != failed) return present;
            await changed.WaitAsync(cancellationToken);
        }
    }
}
