using LitePipeline.Core.Actions;
using LitePipeline.Core.Messages;

namespace LitePipeline.Hosting.Node;

/// <summary>What happens to attempts when the node is told to stop and may take its time.</summary>
internal sealed partial class NodeAttempts
{
    // What is handed back is told to the manager at once; longer than this a node that is to stop does not wait for its answer.
    private static readonly TimeSpan HandBackLimit = TimeSpan.FromSeconds(5);

    /// <summary>Takes no more; returns when all that ran has ended and the manager has the results. What has not ended in time is ended and handed back, to be run elsewhere.</summary>
    public async Task DrainAsync(TimeSpan limit, TimeProvider time, CancellationToken cancellationToken)
    {
        TaskCompletionSource idle;
        lock (_lock)
        {
            _idle = idle = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
            _outgoing?.TryWrite(new NodeMessage.Draining());
            IdleIfNothingIsLeft();
        }

        if (await IsDoneAsync(idle.Task, limit, time, cancellationToken)) return;
        await HandBackAllAsync(cancellationToken);
        await IsDoneAsync(idle.Task, HandBackLimit, time, cancellationToken);
    }

    private async Task HandBackAllAsync(CancellationToken cancellationToken)
    {
        RunningAttempt[] ending;
        lock (_lock) ending = [.. _running.Values];
        foreach (var attempt in ending) attempt.Discard();
        await Task.WhenAll(ending.Select(attempt => attempt.Ended)).WaitAsync(cancellationToken);
        lock (_lock)
        {
            foreach (var attempt in ending)
            {
                // One that ended by itself just before has its result.
                if (attempt.Discarded && !_held.ContainsKey(attempt.Key)) HandBack(attempt.Key);
            }
        }
    }

    // Under the lock. Not in the outbox: a node that ends before this is told has lost the attempt, which comes to the same.
    private void HandBack(AttemptKey key)
    {
        var result = new ActionResult { Failure = new ActionFailure(ActionFailureKind.HandedBack, $"The node {self.Description.Name} was stopped and handed it back.") };
        _held[key] = result;
        _outgoing?.TryWrite(new NodeMessage.ActionFinished(key, result));
    }

    // Under the lock.
    private void IdleIfNothingIsLeft()
    {
        if (_idle is not null && _running.Count == 0 && _held.Count == 0) _idle.TrySetResult();
    }

    private static async Task<bool> IsDoneAsync(Task idle, TimeSpan limit, TimeProvider time, CancellationToken cancellationToken)
    {
        try
        {
            await idle.WaitAsync(limit, time, cancellationToken);
            return true;
        }
        catch (TimeoutException)
        {
            return false;
        }
    }
}
