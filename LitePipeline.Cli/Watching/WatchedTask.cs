using LitePipeline.Core;
using LitePipeline.Core.Events;
using LitePipeline.Core.Tasks;

namespace LitePipeline.Cli.Watching;

/// <summary>An action that runs, as far as is known.</summary>
/// <param name="Since">When its attempt began.</param>
/// <param name="Fraction">How far it says it is; null before it has said so.</param>
/// <param name="Message">What it says it does.</param>
internal sealed record WatchedAction(DateTimeOffset Since, double? Fraction = null, string Message = "");

/// <summary>What is known of a task that is being watched: one snapshot, and the events since. An event that comes twice counts once.</summary>
internal sealed class WatchedTask
{
    private readonly Dictionary<string, RunStatus> _finished = [];
    private readonly Dictionary<string, WatchedAction> _running = [];

    public WatchedTask(TaskDetails details) => Reset(details);

    public string Name { get; private set; } = "";

    public RunStage Stage { get; private set; }

    /// <summary>How it ended; null until it has.</summary>
    public RunStatus? Status { get; private set; }

    /// <summary>Why it ended so.</summary>
    public string? Message { get; private set; }

    public DateTimeOffset CreatedAt { get; private set; }

    public DateTimeOffset? EndedAt { get; private set; }

    /// <summary>How many actions are known, generated ones included; 0 before the task began.</summary>
    public int Total { get; private set; }

    public int Succeeded { get; private set; }

    public int NotSucceeded => _finished.Count - Succeeded;

    /// <summary>What runs, oldest first.</summary>
    public IEnumerable<KeyValuePair<string, WatchedAction>> Running => _running.OrderBy(action => action.Value.Since).ThenBy(action => action.Key, StringComparer.Ordinal);

    public int RunningCount => _running.Count;

    /// <summary>Takes a new snapshot, after events may have been missed.</summary>
    public void Reset(TaskDetails details)
    {
        ArgumentNullException.ThrowIfNull(details);
        var state = details.Task.State;
        (Name, CreatedAt) = (details.Task.Name, details.Task.CreatedAt);
        (Stage, Status, Message, EndedAt) = (state.Stage, state.Status, state.Message, state.EndedAt);
        _finished.Clear();
        foreach (var action in details.Actions)
            if (action is { Stage: RunStage.Finished, Status: { } status }) _finished[action.Name] = status;
        Succeeded = _finished.Values.Count(status => status == RunStatus.Success);

        var known = new Dictionary<string, WatchedAction>(_running);
        _running.Clear();
        foreach (var action in details.Actions)
            if (action is { Stage: RunStage.Running, StartedAt: { } since }) _running[action.Name] = known.GetValueOrDefault(action.Name) ?? new WatchedAction(since);
        foreach (var live in details.Live?.Running ?? [])
            if (live is { Action: { } definition, Progress: { } progress } && _running.TryGetValue(definition.Name, out var action))
                _running[definition.Name] = action with { Fraction = progress.Fraction, Message = progress.Message };
        Total = Math.Max(details.Live?.TotalActions ?? 0, _finished.Count + _running.Count);
    }

    /// <summary>Takes an event; returns whether it told something new.</summary>
    public bool Apply(PipelineEvent happened)
    {
        switch (happened)
        {
            case PipelineEvent.TaskStarted started:
                (Stage, Total) = (RunStage.Running, Math.Max(Total, started.TotalActions));
                return true;
            case PipelineEvent.TaskStopping:
                Stage = RunStage.Stopping;
                return true;
            case PipelineEvent.TaskFinished finished:
                (Stage, Status, Message, EndedAt) = (RunStage.Finished, finished.Status, finished.Message, finished.At);
                _running.Clear();
                return true;
            case PipelineEvent.ActionStarted started when !_finished.ContainsKey(started.Attempt.Action):
                return _running.TryAdd(started.Attempt.Action, new WatchedAction(started.At));
            case PipelineEvent.ActionResumed resumed when !_finished.ContainsKey(resumed.Attempt.Action):
                return _running.TryAdd(resumed.Attempt.Action, new WatchedAction(resumed.StartedAt));
            case PipelineEvent.ActionFinished finished when _finished.TryAdd(finished.Attempt.Action, finished.Status):
                _running.Remove(finished.Attempt.Action);
                Succeeded += finished.Status == RunStatus.Success ? 1 : 0;
                Total = Math.Max(Total + finished.Generated.Length, _finished.Count);
                return true;
            case PipelineEvent.ActionRequeued requeued:
                return _running.Remove(requeued.Attempt.Action);
            case PipelineEvent.ActionRetried retried:
                return _running.Remove(retried.Attempt.Action);
            case PipelineEvent.ActionProgressed progressed when _running.TryGetValue(progressed.Attempt.Action, out var action):
                _running[progressed.Attempt.Action] = action with { Fraction = progressed.Fraction, Message = progressed.Message };
                return true;
            default:
                return false;
        }
    }
}
