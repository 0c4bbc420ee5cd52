namespace LitePipeline.Storage.Relational;

/// <summary>Counts the queries that run, so that a store is closed after the last of them.</summary>
internal sealed class RunningReads
{
    private readonly Lock _gate = new();
    private readonly TaskCompletionSource _ended = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private int _running;
    private bool _closed;

    /// <summary>A query begins; false where the store is closed.</summary>
    public bool TryBegin()
    {
        lock (_gate)
        {
            if (!_closed) _running++;
            return !_closed;
        }
    }

    public void End()
    {
        lock (_gate)
        {
            if (--_running == 0 && _closed) _ended.SetResult();
        }
    }

    /// <summary>Lets no query begin any more and waits for those that run.</summary>
    public Task CloseAsync()
    {
        lock (_gate)
        {
            if (!_closed && _running == 0) _ended.SetResult();
            _closed = true;
            return _ended.Task;
        }
    }
}
