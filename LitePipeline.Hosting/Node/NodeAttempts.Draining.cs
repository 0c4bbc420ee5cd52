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
        lock (_lock)
        {
            _draining = true;
            _outgoing?.TryWrite(new NodeMessage.Draining());
        }

        if (await BecomesIdleAsync(limit, time, cancellationToken)) return;
        await HandBackAllAsync(cancellationToken);
        await BecomesIdleAsync(HandBackLimit, time, cancellationToken);
    }

    private async Task HandBackAllAsync(CancellationToken cancellationToken)
    {
        RunningAttempt[] ending;
        lock (_lock) ending = [.. _running.Values];
        foreach (var attempt in ending) attempt.Discard();
        foreach (var attempt in ending) await attempt.Ended.WaitAsync(cancellationToken);
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
        if (_running.Count == 0 && _held.Count == 0) _idle?.TrySetResult(true);
    }

    // Whether all has ended, and is with the manager, within the limit.
    private async Task<bool> BecomesIdleAsync(TimeSpan limit, TimeProvider time, CancellationToken cancellationToken)
    {
        var idle = new TaskCompletionSource<bool>(TaskCreationOptions.RunContinuationsAsynchronously);
        lock (_lock)
        {
            _idle = idle;
            IdleIfNothingIsLeft();
        }

        await using var over = time.CreateTimer(static idle => ((TaskCompletionSource<bool>)idle!).TrySetResult(false), idle, limit, Timeout.InfiniteTimeSpan);
        await using var givenUp = cancellationToken.UnsafeRegister(static (idle, token) => ((TaskCompletionSource<bool>)idle!).TrySetCanceled(token), idle);
        return await idle.Task;
    }
}
