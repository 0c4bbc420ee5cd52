using System.Threading.Channels;
using LitePipeline.Core.Transport;

namespace LitePipeline.Transport.Tcp.Tests;

/// <summary>The manager of a test: hands each accepted channel to the test and keeps it until the test ends.</summary>
internal sealed class ManagerSide : IAsyncDisposable
{
    private readonly Channel<INodeChannel> _accepted = Channel.CreateUnbounded<INodeChannel>();
    private readonly TaskCompletionSource _over = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public static async Task<ManagerSide> StartAsync(INodeListener listener, IStreamProvider? streams = null)
    {
        var side = new ManagerSide();
        await listener.StartAsync(streams ?? ScriptedStreams.None, side.ServeAsync, CancellationToken.None);
        return side;
    }

    /// <summary>Whether a node has come in that the test has not taken.</summary>
    public bool HasAccepted => _accepted.Reader.TryPeek(out _);

    public async Task<INodeChannel> NextAsync() => await _accepted.Reader.ReadAsync().AsTask().WaitAsync(Limit.Time);

    public ValueTask DisposeAsync()
    {
        _over.TrySetResult();
        return ValueTask.CompletedTask;
    }

    private async Task ServeAsync(INodeChannel channel)
    {
        _accepted.Writer.TryWrite(channel);
        await _over.Task;
    }
}

/// <summary>How long a test waits for what must happen; reaching it is a failure, never a measurement.</summary>
internal static class Limit
{
    public static TimeSpan Time { get; } = TimeSpan.FromSeconds(60);

    public static async Task UntilAsync(Func<bool> condition, string what)
    {
        using var over = new CancellationTokenSource(Time);
        while (!condition())
        {
            if (over.IsCancellationRequested) throw new TimeoutException($"It did not happen: {what}.");
            await Task.Delay(TimeSpan.FromMilliseconds(1), TimeProvider.System, CancellationToken.None);
        }
    }
}
