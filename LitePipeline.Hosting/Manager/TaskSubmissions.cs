using LitePipeline.Core.Tasks;

namespace LitePipeline.Hosting.Manager;

/// <summary>Submissions whose caller chose the id: of each id one at a time, so that a repeat meets the first one decided and does not race with it.</summary>
internal sealed class TaskSubmissions
{
    private readonly Lock _lock = new();
    private readonly Dictionary<TaskId, Task> _latest = [];

    public async Task<T> RunAsync<T>(TaskId id, Func<Task<T>> submit)
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
            return await submit();
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
