using System.Collections.Concurrent;

namespace LitePipeline.Hosting.Manager;

/// <summary>Who waits for the end of which task, or of which work. Unlike a subscriber to the events, who waits here never misses the end.</summary>
/// <typeparam name="TId">What they wait for.</typeparam>
internal sealed class EndWaiters<TId> where TId : struct
{
    private readonly ConcurrentDictionary<TId, TaskCompletionSource> _waiting = new();

    /// <summary>Completes at the next end of the run; ask before looking whether it has ended already.</summary>
    public Task NextEnd(TId run) =>
        _waiting.GetOrAdd(run, static _ => new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously)).Task;

    /// <summary>Lets all look again: the end of what they wait for may be in the store and never have been told.</summary>
    public void LookAgain()
    {
        foreach (var run in _waiting.Keys) Ended(run);
    }

    public void Ended(TId run)
    {
        if (!_waiting.IsEmpty && _waiting.TryRemove(run, out var waiting)) waiting.TrySetResult();
    }
}
