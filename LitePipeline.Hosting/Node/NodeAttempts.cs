using System.Threading.Channels;
using LitePipeline.Core.Actions;
using LitePipeline.Core.Messages;
using LitePipeline.Core.Tasks;
using Microsoft.Extensions.Logging;

namespace LitePipeline.Hosting.Node;

/// <summary>The attempts that this node runs, and the results that it holds until the manager has them.</summary>
/// <remarks>An attempt goes from running to held in one step, so that each join names it exactly once.</remarks>
internal sealed partial class NodeAttempts(ActionRunner runner, ResultOutbox outbox, NodeSelf self, ILogger<NodeAttempts> logger)
{
    private readonly Lock _lock = new();
    private readonly Dictionary<AttemptKey, RunningAttempt> _running = [];
    private readonly Dictionary<AttemptKey, ActionResult> _held = [];
    private ChannelWriter<NodeMessage>? _outgoing;
    private bool _closing;
    private bool _draining;
    private TaskCompletionSource<bool>? _idle;

    /// <summary>An attempt has ended and its workspace is left alone from now on. Called off the lock, on the attempt's own thread.</summary>
    public event Action<ActionAssignment>? Ended;

    /// <summary>Takes up the results of an earlier life of the node.</summary>
    public void Restore(IReadOnlyDictionary<AttemptKey, ActionResult> results)
    {
        lock (_lock)
            foreach (var (attempt, result) in results) _held.Add(attempt, result);
    }

    /// <summary>Begins a connection: says what runs and is held, then each result held; later results follow.</summary>
    public void Join(ChannelWriter<NodeMessage> outgoing)
    {
        lock (_lock)
        {
            outgoing.TryWrite(new NodeMessage.Join(self.Description, [.. _running.Keys], [.. _held.Keys]));
            foreach (var (attempt, result) in _held) outgoing.TryWrite(new NodeMessage.ActionFinished(attempt, result));
            if (_draining) outgoing.TryWrite(new NodeMessage.Draining());
            _outgoing = outgoing;
        }
    }

    /// <summary>The connection ended; what runs goes on.</summary>
    public void Leave()
    {
        lock (_lock) _outgoing = null;
    }

    /// <summary>Runs an attempt; nothing happens where it runs or its result is held.</summary>
    public void Run(ManagerMessage.RunAction run)
    {
        var attempt = new RunningAttempt(run.Assignment, run.Secrets ?? []);
        lock (_lock)
        {
            if (_closing || _held.ContainsKey(attempt.Key) || _running.ContainsKey(attempt.Key)) return;
            if (_draining)
            {
                // It was sent before the manager had heard that the node takes no more.
                HandBack(attempt.Key);
                return;
            }

            _running.Add(attempt.Key, attempt);
        }
        _ = RunAsync(attempt);
    }

    /// <summary>Stops an attempt; its result is reported.</summary>
    public void Stop(AttemptKey key, StopSignal signal) => Find(key)?.Stop(signal);

    /// <summary>The manager has the result.</summary>
    public void Acknowledge(AttemptKey key)
    {
        bool known;
        lock (_lock)
        {
            known = _held.Remove(key);
            IdleIfNothingIsLeft();
        }
        if (known) outbox.Forget(key);
    }

    /// <summary>Ends an attempt and forgets its result; nothing is reported.</summary>
    public void Discard(AttemptKey key)
    {
        Find(key)?.Discard();
        Acknowledge(key);
    }

    /// <summary>Puts a failure in the place of a result that the connection does not take: it would be refused each time.</summary>
    public void ReplaceTooLarge(AttemptKey key, string reason)
    {
        lock (_lock)
        {
            if (!_held.TryGetValue(key, out var result)) return;
            result = result with
            {
                Data = default,
                Actions = [],
                Failure = new ActionFailure(ActionFailureKind.BadOutput, $"Its result cannot be sent to the manager: {reason} Keep large data in files and put their names into the output."),
            };
            _held[key] = result;
            _outgoing?.TryWrite(new NodeMessage.ActionFinished(key, result));
        }
    }

    /// <summary>The running attempt of an action; null where none runs.</summary>
    public RunningAttempt? Find(TaskId task, string action)
    {
        lock (_lock)
            return _running.Values.FirstOrDefault(attempt => attempt.Key.Task == task && attempt.Key.Action == action);
    }

    /// <summary>Whether an attempt of a task runs here.</summary>
    public bool IsRunning(TaskId task)
    {
        lock (_lock) return _running.Keys.Any(attempt => attempt.Task == task);
    }

    /// <summary>Does something while a task's workspaces are of no use to anybody but people: none of its attempts runs here, and none has left artifacts that the manager may still fetch. It must be quick.</summary>
    public bool TryWhileUnneeded(TaskId task, Action act)
    {
        lock (_lock)
        {
            if (_running.Keys.Any(attempt => attempt.Task == task)) return false;
            if (_held.Any(held => held.Key.Task == task && !held.Value.Artifacts.IsDefaultOrEmpty)) return false;
            act();
            return true;
        }
    }

    /// <summary>Does something while no attempt of a kind runs, nor can begin; false where one runs. It must be quick: all attempts wait for it.</summary>
    public bool TryWhileNone(Func<ActionAssignment, bool> kind, Action act)
    {
        lock (_lock)
        {
            if (_running.Values.Any(attempt => kind(attempt.Assignment))) return false;
            act();
            return true;
        }
    }

    /// <summary>Ends all that runs, as the node itself ends. Nothing is reported: the manager runs it elsewhere.</summary>
    public async Task EndAllAsync(CancellationToken cancellationToken)
    {
        RunningAttempt[] ending;
        lock (_lock)
        {
            _closing = true;
            ending = [.. _running.Values];
        }
        foreach (var attempt in ending) attempt.Discard();
        foreach (var attempt in ending) await attempt.Ended.WaitAsync(cancellationToken);
    }

    private RunningAttempt? Find(AttemptKey key)
    {
        lock (_lock) return _running.GetValueOrDefault(key);
    }

    private async Task RunAsync(RunningAttempt attempt)
    {
        var kept = false;
        try
        {
            var result = await runner.RunAsync(attempt);
            if (!attempt.Discarded) await outbox.AddAsync(attempt.Key, result);
            lock (_lock)
            {
                _running.Remove(attempt.Key);
                kept = !attempt.Discarded;
                if (kept)
                {
                    _held[attempt.Key] = result;
                    _outgoing?.TryWrite(new NodeMessage.ActionFinished(attempt.Key, result));
                }
            }
        }
        catch (Exception failure)
        {
            // Only the outbox can fail here, and only when the node ends: the attempt is lost, as with any node that ends.
            LogLost(failure, attempt.Key);
            lock (_lock) _running.Remove(attempt.Key);
        }
        if (!kept) outbox.Forget(attempt.Key);
        attempt.MarkEnded();
        lock (_lock) IdleIfNothingIsLeft();
        Ended?.Invoke(attempt.Assignment);
    }

    [LoggerMessage(2500, LogLevel.Error, "The result of {Attempt} was lost because the node ends.")]
    private partial void LogLost(Exception failure, AttemptKey attempt);
}
