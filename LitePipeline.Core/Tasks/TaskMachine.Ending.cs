using LitePipeline.Core.Actions;
using LitePipeline.Core.Definitions;
using LitePipeline.Core.Events;
using LitePipeline.Core.Manager;
using LitePipeline.Core.Messages;
using LitePipeline.Core.Scheduling;
using LitePipeline.Core.Storage;

namespace LitePipeline.Core.Tasks;

/// <summary>How a task ends: its outcome is decided, what waits is dropped, what runs is ended, the event action runs, and then it is final.</summary>
internal sealed partial class TaskMachine
{
    /// <summary>Stops a task: what waits is dropped, what runs gets the signal. A stop while the event action runs ends that one; the outcome stays.</summary>
    public ManagerReply Stop(TaskRun task, StopSignal signal, Step step)
    {
        if (task.State.Stage == RunStage.Stopping && task.State.StopSignal == StopSignal.Kill) return ManagerReply.Accepted;
        var state = task.State with { Stage = RunStage.Stopping, UpdatedAt = step.Now, StopSignal = signal };
        if (task.Running.Count == 0)
        {
            task.State = state;
            if (task.Outcome is null) Conclude(task, RunStatus.Kill, Stopped, step);
            else
            {
                Drop(task.EventAction!, step);
                Close(task, step);
            }

            return ManagerReply.Accepted;
        }

        ChangeState(task, state, step);
        step.Publish(new PipelineEvent.TaskStopping(task.Id) { At = step.Now });
        if (task.Outcome is null) Decided(task, RunStatus.Kill, Stopped, step);
        SignalAll(task, signal, step);
        if (signal == StopSignal.Terminate) _deadlines.Add(step.Now + _settings.StopGracePeriod, new Deadline.StopGrace(task));
        return ManagerReply.Accepted;
    }

    /// <summary>The grace period after SIGTERM is over.</summary>
    public void GraceEnded(TaskRun task, Step step)
    {
        if (_tasks.GetValueOrDefault(task.Id) == task && task.State.Stage == RunStage.Stopping) SignalAll(task, StopSignal.Kill, step);
    }

    /// <summary>Tells a node that came back what was decided about an attempt while it was away.</summary>
    public static void Remind(ActionRun action, Step step)
    {
        if (Ends(action.Task, action))
            step.Send(action.Node!, new ManagerMessage.StopAction(action.Key, action.Task.State.StopSignal ?? StopSignal.Kill));
    }

    /// <summary>Ends a task that cannot be run.</summary>
    public void Abandon(TaskRun task, string message, Step step)
    {
        Decided(task, RunStatus.Error, message, step);
        Close(task, step);
    }

    /// <summary>Ends a task whose application is gone, and with it all that is known of its actions but their rows.</summary>
    public void Abandon(TaskRecord record, IEnumerable<ActionRecord> rows, string message, Step step)
    {
        foreach (var row in rows) Abandon(row, step);
        End(record, record.State, RunStatus.Error, message, default, step);
    }

    /// <summary>Ends an action of which nothing but its row is known.</summary>
    public static void Abandon(ActionRecord row, Step step)
    {
        if (row.Stage != RunStage.Finished)
            step.Change(new StoreChange.SaveAction(row with { Stage = RunStage.Finished, Status = RunStatus.Error, EndedAt = step.Now, RetryAt = null }));
    }

    /// <summary>The event action that follows an outcome; null for none.</summary>
    public static ActionDefinition? EventFor(TaskRun task, RunStatus outcome) =>
        outcome == RunStatus.Success ? task.Version.Plan.Definition.OnSuccess : task.Version.Plan.Definition.OnFail;

    private void Conclude(TaskRun task, RunStatus outcome, string? message, Step step)
    {
        Decided(task, outcome, message, step);
        AfterActions(task, step);
    }

    // Nothing that waits starts from here on.
    private void Decided(TaskRun task, RunStatus outcome, string? message, Step step)
    {
        (task.Outcome, task.OutcomeMessage) = (outcome, message);
        if (task.Graph is null) _waiting.GiveUp(task);
        else if (outcome != RunStatus.Success)
        {
            foreach (var action in task.Graph.Actions) Drop(action, step);
        }
    }

    // What waits to be run again has a row, and a finished task has no row that waits.
    private static void RecordDropped(ActionRun action, Step step)
    {
        action.Stage = RunStage.Finished;
        action.Status = StatusOf(action);
        action.EndedAt = step.Now;
        if (action.History is { } history) history.RetryAt = null;
        var latest = action.History?.Earlier is [.., var last] && last.Attempt == action.Attempt ? last : null;
        action.ReturnCode = latest?.ReturnCode;
        step.Change(new StoreChange.SaveAction(action.ToRecord(latest?.Failure)));
        step.Publish(new PipelineEvent.ActionFinished(action.Key, action.Status.Value, action.ReturnCode, latest?.Failure?.Message, []) { At = step.Now });
    }

    private void AfterActions(TaskRun task, Step step)
    {
        // A task that was stopped before it began has nothing to clean up after, nor a slot to do it in at once.
        var begun = task.State.StartedAt is not null || task.Outcome == RunStatus.Success;
        if (!begun || task.EventAction is not null || EventFor(task, task.Outcome!.Value) is not { } definition)
        {
            Close(task, step);
            return;
        }

        var target = task.Targets?.GetValueOrDefault(definition.Name);
        task.EventAction = new ActionRun(task, definition, NodeRequirement.Of(definition, target), -1);
        if (task.State.Stage == RunStage.Stopping) ChangeState(task, task.State with { Stage = RunStage.Running, UpdatedAt = step.Now }, step);
        Enqueue(task.EventAction, step.Now);
    }

    private void Close(TaskRun task, Step step)
    {
        var status = task.Outcome!.Value;
        var output = status == RunStatus.Success ? task.Graph!.Find(task.Version.Plan.Definition.OutputAction)!.Data : default;
        _tasks.Remove(task.Id);
        task.State = End(task.Record, task.State, status, task.OutcomeMessage, output, step);
        _packages.Release(task.Version.Package, step);
        _waiting.End(task, step);
    }

    private TaskState End(TaskRecord record, TaskState before, RunStatus status, string? message, JsonData output, Step step)
    {
        var state = before with { Stage = RunStage.Finished, Status = status, UpdatedAt = step.Now, EndedAt = step.Now, Message = message };
        step.Change(new StoreChange.UpdateTask(record.Id, state));
        step.Publish(new PipelineEvent.TaskFinished(record.Id, status, message) { At = step.Now });
        _ended.Enqueue(new EndedTask(record with { State = state }, output));
        return state;
    }

    private static void SignalAll(TaskRun task, StopSignal signal, Step step)
    {
        foreach (var action in task.Running) step.Send(action.Node!, new ManagerMessage.StopAction(action.Key, signal));
    }

    // Takes what waits out of whatever it waits in, for good.
    private void Drop(ActionRun action, Step step)
    {
        Unqueue(action);
        action.Task.Retrying?.Remove(action);
        if (action.Stage == RunStage.Pending && action.Attempt > 0) RecordDropped(action, step);
    }

    // Whether an attempt is to be ended rather than run again.
    private static bool Ends(TaskRun task, ActionRun action) =>
        action.IsEvent ? task.State.Stage == RunStage.Stopping : task.Outcome is not null;

    private static RunStatus StatusOf(ActionRun action)
    {
        if (!Ends(action.Task, action)) return RunStatus.Fail;
        return action.Task.State switch
        {
            { Stage: RunStage.Stopping, StopSignal: StopSignal.Terminate } => RunStatus.Terminate,
            { Stage: RunStage.Stopping } => RunStatus.Kill,
            _ => RunStatus.Cancel,
        };
    }
}
