namespace LitePipeline.Hosting.Manager;

/// <summary>Requests whose caller chose the id of what is to be created: of each id one at a time, so that a repeat meets the first one decided and does not race with it.</summary>
internal sealed class ChosenIds
{
    private readonly Lock _lock = new();
    private readonly Dictionary<Guid, Task> _latest = [];

    public async Task RunAsync(Guid id, Func<Task> create)
    {
        var over = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        Task? before;
        lock (_lock)
        {
            before = _latest.GetValueOrDefault(id);
            _latest[id] = over.Task;
        }

        if (before is not null) await before;
        try
        {
            await create();
        }
        finally
        {
            lock (_lock)
            {
                if (_latest[id] == over.Task) _latest.Remove(id);
            }

            over.SetResult();
        }
    }
}
