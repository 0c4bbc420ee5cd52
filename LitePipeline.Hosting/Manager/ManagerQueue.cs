using System.Threading.Channels;
using LitePipeline.Core;
using LitePipeline.Core.Manager;

namespace LitePipeline.Hosting.Manager;

/// <summary>The one queue: all that happens to the manager passes through it, in order, to its one reader.</summary>
internal sealed class ManagerQueue
{
    // Nodes that report faster than the store commits wait here for their turn, not in memory.
    private const int Capacity = 16_384;

    private readonly Channel<QueuedInput> _channel = Channel.CreateBounded<QueuedInput>(
        new BoundedChannelOptions(Capacity) { SingleReader = true, AllowSynchronousContinuations = false });

    public ChannelReader<QueuedInput> Reader => _channel.Reader;

    /// <summary>Adds an input whose reply nobody wants. Once the manager has ended, it is dropped.</summary>
    public async ValueTask PostAsync(ManagerInput input, CancellationToken cancellationToken)
    {
        try
        {
            await _channel.Writer.WriteAsync(new QueuedInput(input, null), cancellationToken);
        }
        catch (ChannelClosedException)
        {
            // What a node said to a manager that ended is said again to the next one.
        }
    }

    /// <summary>Adds an input and waits until what it led to is durable.</summary>
    /// <exception cref="RequestRefusedException">It was refused, or the manager has ended.</exception>
    public async Task<object?> AskAsync(ManagerInput input, CancellationToken cancellationToken)
    {
        if (AuditScope.Current is { } actor) input = input with { Actor = actor };
        var waiting = new TaskCompletionSource<ManagerReply>(TaskCreationOptions.RunContinuationsAsynchronously);
        try
        {
            await _channel.Writer.WriteAsync(new QueuedInput(input, waiting), cancellationToken);
        }
        catch (ChannelClosedException)
        {
            throw new RequestRefusedException(Ended);
        }

        var reply = await waiting.Task.WaitAsync(cancellationToken);
        return reply.Refusal is { } refusal ? throw new RequestRefusedException(refusal) : reply.Value;
    }

    /// <summary>Takes no more; what waits is still read.</summary>
    public void Complete() => _channel.Writer.TryComplete();

    public static Refusal Ended { get; } = new(ErrorCode.ServerException, "The manager is shutting down; try again once it is back.");
}

/// <summary>An input, and who waits for its reply.</summary>
internal readonly record struct QueuedInput(ManagerInput Input, TaskCompletionSource<ManagerReply>? Waiting);
