using System.Threading.Channels;

namespace LitePipeline.Cli.Watching;

/// <summary>What has come in for whoever watches.</summary>
internal sealed class WatchInbox(TimeProvider time)
{
    // An output that comes faster than it can be shown waits where it is: with its node.
    private const int MostLines = 500;

    private readonly Channel<WatchItem> _items = Channel.CreateUnbounded<WatchItem>(new UnboundedChannelOptions { SingleReader = true });
    private readonly Channel<bool> _lines = Channel.CreateBounded<bool>(MostLines);
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

    /// <summary>Puts a line of an output in, as soon as there is room for it.</summary>
    public async Task PutAsync(WatchItem.LogLine line, CancellationToken cancellationToken)
    {
        await _lines.Writer.WriteAsync(true, cancellationToken);
        _items.Writer.TryWrite(line);
    }

    /// <summary>Takes all that is there. The room of its lines is free afterwards, so that a flood of output does not keep the taker from all else.</summary>
    public IEnumerable<WatchItem> Take()
    {
        var lines = 0;
        while (_items.Reader.TryRead(out var item))
        {
            if (item is WatchItem.LogLine) lines++;
            yield return item;
        }

        while (lines-- > 0) _lines.Reader.TryRead(out _);
    }

    /// <summary>Goes on taking until something is over and all of it was taken.</summary>
    public async Task TakeUntilAsync(Task over, Action take, CancellationToken cancellationToken)
    {
        _ = over.ContinueWith(_ => _items.Writer.TryWrite(new WatchItem.Over()), CancellationToken.None, TaskContinuationOptions.ExecuteSynchronously, TaskScheduler.Default);
        while (!over.IsCompleted)
        {
            await WaitAsync(Timeout.InfiniteTimeSpan, cancellationToken);
            take();
        }

        await over;
        take();
    }
}
