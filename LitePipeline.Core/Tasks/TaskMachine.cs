#pragma warning disable CA1822, CS9113, CA1823, IDE0052, CS0414 // to go with the part that is not there yet
using System.Collections.Immutable;
using LitePipeline.Core.Actions;
using LitePipeline.Core.Applications;
using LitePipeline.Core.Definitions;
using LitePipeline.Core.Events;
using LitePipeline.Core.Graph;
using LitePipeline.Core.Manager;
using LitePipeline.Core.Messages;
using LitePipeline.Core.Nodes;
using LitePipeline.Core.Packages;
using LitePipeline.Core.Scheduling;
using LitePipeline.Core.Storage;

namespace LitePipeline.Core.Tasks;

/// <summary>The life of tasks: pending, running, perhaps stopping, finished. docs/state-machines.md draws it.</summary>
/// <remarks>A task finishes only when nothing of it runs any more: after a failure or a stop, what still runs is ended first.</remarks>
internal sealed class TaskMachine(ManagerSettings settings, SlotScheduler scheduler, PackageUses packages, Deadlines deadlines)
{
    /// <summary>The message of a task that a user stopped.</summary>
    public const string Stopped = "It was stopped.";

    private readonly Dictionary<TaskId, TaskRun> _tasks = [];
    private readonly List<ActionRun> _ready = [];
    private readonly Queue<EndedTask> _ended = new();

    public IEnumerable<TaskRun> Unfinished => _tasks.Values;

    /// <summary>Takes a task that has finished since the last call.</summary>
    public bool TryTakeEnded(out EndedTask ended) => _ended.TryDequeue(out ended);

    public TaskRun? Find(TaskId task) => _tasks.GetValueOrDefault(task);

    /// <summary>Takes in an accepted task, which waits from now on.</summary>
    public void Add(TaskRun task)
    {
        _tasks.Add(task.Id, task);
        packages.Hold(task.Version.Package);
        foreach (var requirement in RootRequirements(task))
            scheduler.Enqueue(new QueuedAction(task, null), requirement, QueuePosition.For(task.Record.Sequence, 0));
    }

    /// <summary>Runs a finished task anew with a version.</summary>
    public ManagerReply Rerun(ManagerInput.RerunTask command, ApplicationVersion? version, Step step) => NotYet;

    /// <summary>Takes up what of a finished task has not succeeded, with the version that it ran.</summary>
    public ManagerReply Recover(FinishedTask finished, ApplicationVersion? version, Step step) => NotYet;

    /// <summary>An action that failed may be run again, unless something else happened since.</summary>
    public void RetryDue(ActionRun action, int attempt, Step step) { }

    private static ManagerReply NotYet => new(new Refusal(ErrorCode.OperationFailed, "Not yet."));

    /// <summary>Gives what is first in the queue to a node with a free slot; begins its task where need be.</summary>
    public void Place(QueuedAction queued, NodeState node, NodeRequirement requirement, Step step)
    {
        if (queued.Action is { } waiting)
        {
            waiting.IsQueued = false;
            Start(waiting, node, step);
            return;
        }

        var task = queued.Task;
        Begin(task);
        DropFromOtherQueues(task, requirement);
        ChangeState(task, task.State with { Stage = RunStage.Running, StartedAt = step.Now, UpdatedAt = step.Now }, step);
        step.Publish(new PipelineEvent.TaskStarted(task.Id, task.Graph!.Actions.Count) { At = step.Now });
        var first = true;
        foreach (var place in task.Version.Plan.Roots)
        {
            var action = task.Graph.Actions[place];
            if (first && action.Requirement == requirement)
            {
                first = false;
                task.QueuedSoFar++;
                Start(action, node, step);
            }
            else Enqueue(action);
        }
    }

    /// <summary>Records how the current attempt of an action ended. Once: an attempt that is not current changes nothing.</summary>
    public void Finish(ActionRun action, ActionResult result, Step step)
    {
        var task = action.Task;
        // What an action of a task that is ending generated is not taken up, and so not recorded: a replay must not take it up either.
        if (task.Outcome is not null || action.IsEvent) result = result with { Actions = [] };
        var problem = result.Succeeded && !result.Actions.IsEmpty ? task.Graph!.FindProblem(result.Actions) : null;
        var failure = problem is null ? result.Failure : new ActionFailure(ActionFailureKind.BadExpansion, problem);
        Leave(action);
        action.Stage = RunStage.Finished;
        action.Status = failure is null ? RunStatus.Success : StatusOf(action);
        action.EndedAt = step.Now;
        action.ReturnCode = result.ReturnCode;
        action.Data = result.Data;
        action.Result = result.Data.IsEmpty && result.Actions.IsEmpty ? default : WorkspaceContract.WriteResult(result);
        step.Change(new StoreChange.SaveAction(action.ToRecord(failure)));
        var generated = failure is null ? result.Actions : [];
        step.Publish(new PipelineEvent.ActionFinished(action.Key, action.Status.Value, action.ReturnCode, failure?.Message, [.. generated.Select(one => one.Name)]) { At = step.Now });
        Advance(task, action, generated, failure, step);
    }

    /// <summary>An attempt's node is gone for good: the action waits for another, or ends with its task.</summary>
    public void Lose(ActionRun action, Step step)
    {
        var task = action.Task;
        if (Ends(task, action) || action.Attempt >= settings.MaxLostAttempts)
        {
            Finish(action, Lost(action, step), step);
            return;
        }

        Leave(action);
        action.Stage = RunStage.Pending;
        step.Change(new StoreChange.SaveAction(action.ToRecord()));
        step.Publish(new PipelineEvent.ActionRequeued(action.Key) { At = step.Now });
        Enqueue(action);
    }

    /// <summary>A node came back with an attempt that nobody has replaced yet.</summary>
    public void Adopt(ActionRun action, NodeState node, Step step)
    {
        Unqueue(action);
        action.Stage = RunStage.Running;
        Enter(action, node);
        step.Change(new StoreChange.SaveAction(action.ToRecord()));
    }

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
                Unqueue(task.EventAction!);
                Close(task, step);
            }

            return ManagerReply.Accepted;
        }

        ChangeState(task, state, step);
        step.Publish(new PipelineEvent.TaskStopping(task.Id) { At = step.Now });
        if (task.Outcome is null) Decided(task, RunStatus.Kill, Stopped);
        SignalAll(task, signal, step);
        if (signal == StopSignal.Terminate) deadlines.Add(step.Now + settings.StopGracePeriod, new Deadline.StopGrace(task));
        return ManagerReply.Accepted;
    }

    /// <summary>The grace period after SIGTERM is over.</summary>
    public void GraceEnded(TaskRun task, Step step)
    {
        if (_tasks.ContainsKey(task.Id) && task.State.Stage == RunStage.Stopping) SignalAll(task, StopSignal.Kill, step);
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
        Decided(task, RunStatus.Error, message);
        Close(task, step);
    }

    /// <summary>Ends a task that cannot be restored: its application was removed while it ran, and its definition with it.</summary>
    public void EndLost(TaskRecord record, Step step)
    {
        const string message = "Its application was removed while it ran, and the manager was restarted since.";
        var state = record.State with { Stage = RunStage.Finished, Status = RunStatus.Error, UpdatedAt = step.Now, EndedAt = step.Now, Message = message };
        step.Change(new StoreChange.UpdateTask(record.Id, state));
        step.Publish(new PipelineEvent.TaskFinished(record.Id, RunStatus.Error, message) { At = step.Now });
        _ended.Enqueue(new EndedTask(record with { State = state }, default));
    }

    /// <summary>Makes a task's actions.</summary>
    public static void Begin(TaskRun task) => task.Graph = new TaskGraph(task);

    /// <summary>Goes on with a task that was just restored: queues what is ready, ends what is decided.</summary>
    public void Resume(TaskRun task, bool failed, Step step)
    {
        _tasks.Add(task.Id, task);
        packages.Hold(task.Version.Package);
        if (task.EventAction is { } happening)
        {
            if (happening.Stage == RunStage.Finished) Close(task, step);
            else if (happening.Stage == RunStage.Pending) Enqueue(happening);
            return;
        }

        if (failed || task.State.StopSignal is not null)
        {
            var (status, message) = task.State.StopSignal is null ? (RunStatus.Fail, task.OutcomeMessage) : (RunStatus.Kill, Stopped);
            Decided(task, status, message);
            if (task.Running.Count == 0) AfterActions(task, step);
            else if (task.State.StopSignal == StopSignal.Terminate) deadlines.Add(step.Now + settings.StopGracePeriod, new Deadline.StopGrace(task));
            return;
        }

        if (task.Graph!.IsComplete)
        {
            Conclude(task, RunStatus.Success, null, step);
            return;
        }

        foreach (var action in task.Graph.Actions)
        {
            if (action.Unmet == 0 && action.Stage == RunStage.Pending) Enqueue(action);
        }
    }

    /// <summary>Puts an attempt on its node's and its task's lists of what runs.</summary>
    public void Enter(ActionRun action, NodeState node)
    {
        action.Node = node;
        action.PlaceInNode = node.Running.Count;
        node.Running.Add(action);
        action.PlaceInTask = action.Task.Running.Count;
        action.Task.Running.Add(action);
        scheduler.Charge(node, +1);
    }

    /// <summary>The event action that follows an outcome; null for none.</summary>
    public static ActionDefinition? EventFor(TaskRun task, RunStatus outcome) =>
        outcome == RunStatus.Success ? task.Version.Plan.Definition.OnSuccess : task.Version.Plan.Definition.OnFail;

    private void Start(ActionRun action, NodeState node, Step step)
    {
        if (action.Ordinal < 0) action.Ordinal = action.Task.StartedSoFar++;
        action.Attempt++;
        action.Stage = RunStage.Running;
        action.StartedAt = step.Now;
        Enter(action, node);
        step.Change(new StoreChange.SaveAction(action.ToRecord()));
        step.Send(node, new ManagerMessage.RunAction(AssignmentWriter.For(action, settings.DockerRegistry)));
        step.Publish(new PipelineEvent.ActionStarted(action.Key, node.Id) { At = step.Now });
    }

    private void Advance(TaskRun task, ActionRun action, ImmutableArray<ActionDefinition> generated, ActionFailure? failure, Step step)
    {
        if (action.IsEvent)
        {
            Close(task, step);
            return;
        }

        if (task.Outcome is not null)
        {
            if (task.Running.Count == 0) AfterActions(task, step);
            return;
        }

        if (failure is not null)
        {
            Decided(task, RunStatus.Fail, $"Action '{action.Name}' failed: {failure.Message}");
            if (task.Running.Count == 0) AfterActions(task, step);
            else SignalAll(task, StopSignal.Kill, step);
            return;
        }

        Expand(task, generated);
        task.Graph!.Complete(action, _ready);
        foreach (var next in _ready) Enqueue(next);
        _ready.Clear();
        if (task.Graph.IsComplete) Conclude(task, RunStatus.Success, null, step);
    }

    private void Expand(TaskRun task, ImmutableArray<ActionDefinition> generated)
    {
        if (generated.IsEmpty) return;
        var first = task.Graph!.Actions.Count;
        task.Graph.Expand(task, generated);
        for (var place = first; place < task.Graph.Actions.Count; place++)
        {
            var action = task.Graph.Actions[place];
            if (action.Unmet == 0) Enqueue(action);
            if (action.Definition.ToAction is { } follower) Unqueue(task.Graph.Find(follower)!);
        }
    }

    private void Conclude(TaskRun task, RunStatus outcome, string? message, Step step)
    {
        Decided(task, outcome, message);
        AfterActions(task, step);
    }

    // Nothing that waits starts from here on.
    private void Decided(TaskRun task, RunStatus outcome, string? message)
    {
        (task.Outcome, task.OutcomeMessage) = (outcome, message);
        if (task.Graph is null)
        {
            foreach (var requirement in RootRequirements(task)) scheduler.GaveUpOne(requirement);
        }
        else if (outcome != RunStatus.Success)
        {
            foreach (var action in task.Graph.Actions) Unqueue(action);
        }
    }

    private void AfterActions(TaskRun task, Step step)
    {
        // A task that was stopped before it began has nothing to clean up after, nor a slot to do it in at once.
        if (task.Graph is null || task.EventAction is not null || EventFor(task, task.Outcome!.Value) is not { } definition)
        {
            Close(task, step);
            return;
        }

        var target = task.Targets?.GetValueOrDefault(definition.Name);
        task.EventAction = new ActionRun(task, definition, NodeRequirement.Of(definition, target), -1);
        if (task.State.Stage == RunStage.Stopping) ChangeState(task, task.State with { Stage = RunStage.Running, UpdatedAt = step.Now }, step);
        Enqueue(task.EventAction);
    }

    private void Close(TaskRun task, Step step)
    {
        var status = task.Outcome!.Value;
        _tasks.Remove(task.Id);
        ChangeState(task, task.State with
        {
            Stage = RunStage.Finished,
            Status = status,
            UpdatedAt = step.Now,
            EndedAt = step.Now,
            Message = task.OutcomeMessage,
        }, step);
        step.Publish(new PipelineEvent.TaskFinished(task.Id, status, task.OutcomeMessage) { At = step.Now });
        packages.Release(task.Version.Package, step);
        _ended.Enqueue(new EndedTask(task.Record with { State = task.State }, status == RunStatus.Success ? task.Graph!.Find(task.Version.Plan.Definition.OutputAction)!.Data : default));
    }

    private static void ChangeState(TaskRun task, TaskState state, Step step)
    {
        task.State = state;
        step.Change(new StoreChange.UpdateTask(task.Id, state));
    }

    private static void SignalAll(TaskRun task, StopSignal signal, Step step)
    {
        foreach (var action in task.Running) step.Send(action.Node!, new ManagerMessage.StopAction(action.Key, signal));
    }

    private void Enqueue(ActionRun action)
    {
        action.IsQueued = true;
        action.Ticket++;
        scheduler.Enqueue(new QueuedAction(action.Task, action, action.Ticket), action.Requirement, QueuePosition.For(action.Task.Record.Sequence, action.Task.QueuedSoFar++));
    }

    private void Unqueue(ActionRun action)
    {
        if (!action.IsQueued) return;
        action.IsQueued = false;
        scheduler.GaveUpOne(action.Requirement);
    }

    private void Leave(ActionRun action)
    {
        if (action.Node is not { } node || action.PlaceInNode < 0) return;
        RemoveAt(node.Running, action.PlaceInNode, static (moved, place) => moved.PlaceInNode = place);
        RemoveAt(action.Task.Running, action.PlaceInTask, static (moved, place) => moved.PlaceInTask = place);
        (action.PlaceInNode, action.PlaceInTask) = (-1, -1);
        scheduler.Charge(node, -1);
    }

    private static void RemoveAt(List<ActionRun> list, int place, Action<ActionRun, int> moved)
    {
        var last = list[^1];
        list[place] = last;
        moved(last, place);
        list.RemoveAt(list.Count - 1);
    }

    // A task that has not begun stands in one queue for each kind of node that its first actions ask for.
    private void DropFromOtherQueues(TaskRun task, NodeRequirement taken)
    {
        foreach (var requirement in RootRequirements(task))
        {
            if (requirement != taken) scheduler.GaveUpOne(requirement);
        }
    }

    private static ImmutableArray<NodeRequirement> RootRequirements(TaskRun task)
    {
        var plan = task.Version.Plan;
        if (task.Targets is not { } targets) return plan.RootRequirements;
        return [.. plan.Roots.Select(place => NodeRequirement.Of(plan.Actions[place], targets.GetValueOrDefault(plan.Actions[place].Name))).Distinct()];
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

    private static ActionResult Lost(ActionRun action, Step step) => new()
    {
        Failure = new ActionFailure(
            ActionFailureKind.NodeLost,
            $"Its node {action.Node!.Description.Name} was lost while attempt {action.Attempt} ran. An action that loses its node again and again may be what ends it: look at that machine's memory and log."),
        StartedAt = action.StartedAt,
        EndedAt = step.Now,
    };
}
