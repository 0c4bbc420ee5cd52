using System.Collections.Concurrent;
using LitePipeline.Core.Tasks;

namespace LitePipeline.Hosting.Manager;

/// <summary>Who waits for which task. Unlike a subscriber to the events, who waits here never misses the end.</summary>
internal sealed class TaskWaiters
{
    private readonly ConcurrentDictionary<TaskId, TaskCompletionSource> _waiting = new();

    /// <summary>Completes at the next end of the task; ask before looking whether it has ended already.</summary>
    public Task NextEnd(TaskId task) =>
        _waiting.GetOrAdd(task, static _ => new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously)).Task;

    public void Ended(TaskId task)
    {
        if (!_waiting.IsEmpty && _waiting.TryRemove(task, out var waiting)) waiting.TrySetResult();
    }
}
