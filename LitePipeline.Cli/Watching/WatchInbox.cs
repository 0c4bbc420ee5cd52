using System.Threading.Channels;

namespace LitePipeline.Cli.Watching;

/// <summary>What has come in for whoever watches.</summary>
internal sealed class WatchInbox(TimeProvider time)
{
    private readonly Channel<WatchItem> _items = Channel.CreateUnbounded<WatchItem>(new UnboundedChannelOptions { SingleReader = true });
    private Task<bool>? _waiting;

    public ChannelWriter<WatchItem> Writer => _items.Writer;

    /// <summary>Waits for an item, but not longer than <paramref name="limit"/>, after which a picture is not true any more.</summary>
    /// <exception cref="ToolException">The manager stays away.</exception>
    public async Task WaitAsync(TimeSpan limit, CancellationToken cancellationToken)
    {
        _waiting ??= _items.Reader.WaitToReadAsync(CancellationToken.None).AsTask();
        using var over = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        if (await Task.WhenAny(_waiting, Task.Delay(limit, time, over.Token)) == _waiting)
        {
            await over.CancelAsync();
            await _waiting;
            _waiting = null;
        }
        cancellationToken.ThrowIfCancellationRequested();
    }

    /// <summary>Takes all that is there.</summary>
    public IEnumerable<WatchItem> Take()
    {
        while (_items.Reader.TryRead(out var item)) yield return item;
    }
}
