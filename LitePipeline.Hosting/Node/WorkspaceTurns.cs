namespace LitePipeline.Hosting.Node;

/// <summary>Lets one attempt at a time into a workspace: the next one waits until what is left of the one before has ended.</summary>
internal sealed class WorkspaceTurns
{
    private readonly Lock _lock = new();
    private readonly Dictionary<string, Task> _last = new(StringComparer.Ordinal);

    public async Task<IDisposable> TakeAsync(string workspace, CancellationToken cancellationToken)
    {
        var turn = new Turn(this, workspace);
        Task? before;
        lock (_lock)
        {
            _last.TryGetValue(workspace, out before);
            _last[workspace] = turn.Over.Task;
        }
        if (before is null) return turn;
        try
        {
            await before.WaitAsync(cancellationToken);
            return turn;
        }
        catch
        {
            // Whoever waits for this turn must still wait for the one before it.
            _ = before.ContinueWith(_ => turn.Dispose(), CancellationToken.None, TaskContinuationOptions.ExecuteSynchronously, TaskScheduler.Default);
            throw;
        }
    }

    private sealed class Turn(WorkspaceTurns turns, string workspace) : IDisposable
    {
        public TaskCompletionSource Over { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);

        public void Dispose()
        {
            lock (turns._lock)
            {
                if (turns._last.TryGetValue(workspace, out var last) && last == Over.Task) turns._last.Remove(workspace);
            }
            Over.TrySetResult();
        }
    }
}
