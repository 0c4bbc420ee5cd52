using System.Collections.Immutable;
using LitePipeline.Core.Actions;
using LitePipeline.Core.Applications;
using LitePipeline.Core.Caching;
using LitePipeline.Core.Definitions;
using LitePipeline.Core.Events;
using LitePipeline.Core.Graph;
using LitePipeline.Core.Manager;
using LitePipeline.Core.Messages;
using LitePipeline.Core.Nodes;
using LitePipeline.Core.Packages;
using LitePipeline.Core.Scheduling;
using LitePipeline.Core.Secrets;
using LitePipeline.Core.Storage;
using LitePipeline.Core.Venvs;

namespace LitePipeline.Core.Tasks;

/// <summary>The life of tasks: pending, running, perhaps stopping, finished. docs/state-machines.md draws it.</summary>
/// <remarks>A task finishes only when nothing of it runs any more: after a failure or a stop, what still runs is ended first.</remarks>
internal sealed partial class TaskMachine
{
    /// <summary>The message of a task that a user stopped.</summary>
    public const string Stopped = "It was stopped.";

    private readonly ManagerSettings _settings;
    private readonly SlotScheduler _scheduler;
    private readonly PackageUses _packages;
    private readonly Deadlines _deadlines;
    private readonly VenvRegistry _venvs;
    private readonly ResultCache _cache;
    private readonly SecretRegistry _secrets;
    private readonly WorkspaceDeletions _deletions;
    private readonly WaitingTasks _waiting;
    private readonly Dictionary<TaskId, TaskRun> _tasks = [];
    private readonly List<ActionRun> _ready = [];
    private readonly Queue<EndedTask> _ended = new();
    private readonly Queue<ActionRun> _lookUps = new();

    public TaskMachine(
        ManagerSettings settings, SlotScheduler scheduler, PackageUses packages, VenvRegistry venvs, ResultCache cache, SecretRegistry secrets,
        Deadlines deadlines, WorkspaceDeletions deletions)
    {
        (_settings, _scheduler, _packages, _venvs, _cache, _secrets, _deadlines, _deletions) = (settings, scheduler, packages, venvs, cache, secrets, deadlines, deletions);
        _waiting = new WaitingTasks(scheduler, GoOn, BeginFromCache);
    }

    public IEnumerable<TaskRun> Unfinished => _tasks.Values;

    /// <summary>How many tasks wait because of their application's limit on running tasks.</summary>
    public long HeldCount => _waiting.HeldCount;

    /// <summary>Takes a task that has finished since the last call.</summary>
    public bool TryTakeEnded(out EndedTask ended) => _ended.TryDequeue(out ended);

    public TaskRun? Find(TaskId task) => _tasks.GetValueOrDefault(task);

    /// <summary>Takes in an accepted or a recovered task, which waits from now on.</summary>
    public void Add(TaskRun task, Step step)
    {
        _tasks.Add(task.Id, task);
        _packages.Hold(task.Version.Package);
        _waiting.Add(task, step);
    }

    /// <summary>Sets how many tasks of an application may run at once; null for any number.</summary>
    public void SetLimit(AppId application, int? most, Step step) => _waiting.SetLimit(application, most, _tasks.Values, step);

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
        var queuedAt = task.State.UpdatedAt;
        Begin(task);
        _waiting.Begin(task, requirement);
        Started(task, step);
        var first = true;
        foreach (var place in task.Version.Plan.Roots)
        {
            var action = task.Graph!.Actions[place];
            // What may be cached is looked up first; where it is not, it is queued like the others and takes the slot in its turn.
            if (first && action.Requirement.Equals(requirement) && !MayBeCached(action))
            {
                first = false;
                task.QueuedSoFar++;
                action.QueuedAt = queuedAt;
                Start(action, node, step);
            }
            else Enqueue(action, queuedAt);
        }
    }

    /// <summary>Records how the current attempt of an action ended. Once: an attempt that is not current changes nothing.</summary>
    public void Finish(ActionRun action, ActionResult result, Step step)
    {
        var failure = Judge(action, ref result);
        if (failure is not null && MayRunAgain(action, failure, result.ReturnCode)) RunAgain(action, failure, result.ReturnCode, step);
        else Finish(action, result, failure, step);
    }

    private void Finish(ActionRun action, ActionResult result, ActionFailure? failure, Step step)
    {
        Leave(action, step);
        action.Stage = RunStage.Finished;
        action.Status = failure is null ? RunStatus.Success : StatusOf(action);
        action.EndedAt = step.Now;
        action.ReturnCode = result.ReturnCode;
        action.Data = result.Data;
        action.Result = result.Data.IsEmpty && result.Actions.IsEmpty ? default : WorkspaceContract.WriteResult(result);
        action.Artifacts = failure is null && !result.Artifacts.IsDefault ? result.Artifacts : [];
        if (failure is null) KeepResult(action, step);
        step.Change(new StoreChange.SaveAction(action.ToRecord(failure)));
        var generated = failure is null ? result.Actions : [];
        step.Publish(new PipelineEvent.ActionFinished(action.Key, action.Status.Value, action.ReturnCode, failure?.Message, [.. generated.Select(one => one.Name)]) { At = step.Now, Cached = action.Cached is not null });
        Advance(action.Task, action, generated, failure, step);
    }

    /// <summary>Makes a task's actions.</summary>
    public static void Begin(TaskRun task) => task.Graph = new TaskGraph(task);

    /// <summary>Goes on with a task that was just restored: queues what is ready, ends what is decided.</summary>
    public void Resume(TaskRun task, bool failed, Step step)
    {
        _tasks.Add(task.Id, task);
        _packages.Hold(task.Version.Package);
        _waiting.AddRunning(task);
        if (task.EventAction is { } happening)
        {
            if (happening.Stage == RunStage.Finished) Close(task, step);
            else if (happening.Stage == RunStage.Pending) Await(happening, step);
            return;
        }

        if (failed || task.State.StopSignal is not null)
        {
            var (status, message) = task.State.StopSignal is null ? (RunStatus.Fail, task.OutcomeMessage) : (RunStatus.Kill, Stopped);
            Decided(task, status, message, step);
            if (task.Running.Count == 0) AfterActions(task, step);
            else if (task.State.StopSignal == StopSignal.Terminate) _deadlines.Add(step.Now + _settings.StopGracePeriod, new Deadline.StopGrace(task));
            return;
        }

        GoOn(task, step);
    }

    /// <summary>Puts an attempt on its node's and its task's lists of what runs.</summary>
    /// <remarks>It holds its venv's current version until it ends. One that is taken up after a restart of the manager holds the version that is current then: which one it got is not recorded.</remarks>
    public void Enter(ActionRun action, NodeState node)
    {
        action.Venv = VenvReference.Of(action.Definition) is { } venv ? _venvs.Current(venv)?.Package : null;
        if (action.Venv is { } package) _packages.Hold(package);
        action.Node = node;
        action.LastNode = node.Id;
        action.PlaceInNode = node.Running.Count;
        node.Running.Add(action);
        action.PlaceInTask = action.Task.Running.Count;
        action.Task.Running.Add(action);
        _scheduler.Charge(node, action.Requirement.Resources);
    }

    // Queues what is ready of a task whose actions are known.
    private void GoOn(TaskRun task, Step step)
    {
        if (task.Graph!.IsComplete)
        {
            Conclude(task, RunStatus.Success, null, step);
            return;
        }

        foreach (var action in task.Graph.Actions)
        {
            if (action.Unmet == 0 && action.Stage == RunStage.Pending) Await(action, step);
        }
    }

    private static void Started(TaskRun task, Step step)
    {
        ChangeState(task, task.State with { Stage = RunStage.Running, StartedAt = step.Now, UpdatedAt = step.Now }, step);
        step.Publish(new PipelineEvent.TaskStarted(task.Id, task.Graph!.Actions.Count) { At = step.Now });
    }

    private void Start(ActionRun action, NodeState node, Step step)
    {
        var task = action.Task;
        if (task.State.Stage == RunStage.Recovering) Started(task, step);
        Number(action);
        action.Stage = RunStage.Running;
        action.StartedAt = step.Now;
        action.Progress = null;
        Enter(action, node);
        KeyAsStarted(action);
        _deletions.Revoke(task.Id);
        step.Change(new StoreChange.SaveAction(action.ToRecord()));
        step.Run(node, new ManagerMessage.RunAction(AssignmentWriter.For(action, _settings.DockerRegistry)), _secrets.Of(task.Record.Application));
        step.Publish(new PipelineEvent.ActionStarted(action.Key, node.Id) { At = step.Now, QueuedAt = action.QueuedAt, Slots = action.Requirement.Resources.Slots });
    }

    private static void Number(ActionRun action)
    {
        if (action.Ordinal < 0) action.Ordinal = action.Task.StartedSoFar++;
        if (action.History is { } history) history.RetryAt = null;
        // Numbers go on over reruns and recovers: a late result of an earlier attempt is never taken for this one's.
        action.Attempt = Math.Max(action.Attempt, action.Task.State.AttemptBase) + 1;
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
            Decided(task, RunStatus.Fail, $"Action '{action.Name}' failed: {failure.Message}", step);
            if (task.Running.Count == 0) AfterActions(task, step);
            else SignalAll(task, StopSignal.Kill, step);
            return;
        }

        Expand(task, generated, step);
        task.Graph!.Complete(action, _ready);
        foreach (var next in _ready) Enqueue(next, step.Now);
        _ready.Clear();
        if (task.Graph.IsComplete) Conclude(task, RunStatus.Success, null, step);
    }

    private void Expand(TaskRun task, ImmutableArray<ActionDefinition> generated, Step step)
    {
        if (generated.IsEmpty) return;
        var first = task.Graph!.Actions.Count;
        task.Graph.Expand(task, generated);
        for (var place = first; place < task.Graph.Actions.Count; place++)
        {
            var action = task.Graph.Actions[place];
            if (action.Unmet == 0) Enqueue(action, step.Now);
            if (action.Definition.ToAction is { } follower) Unqueue(task.Graph.Find(follower)!);
        }
    }

    private static void ChangeState(TaskRun task, TaskState state, Step step)
    {
        task.State = state;
        step.Change(new StoreChange.UpdateTask(task.Id, state));
    }

    private void Enqueue(ActionRun action, DateTimeOffset queuedAt)
    {
        action.QueuedAt = queuedAt;
        if (MayBeCached(action)) _lookUps.Enqueue(action);
        else Queue(action);
    }

    private void Queue(ActionRun action)
    {
        action.IsQueued = true;
        action.Ticket++;
        _scheduler.Enqueue(new QueuedAction(action.Task, action, action.Ticket), action.Requirement, QueuePosition.For(action.Task.Record, action.Task.QueuedSoFar++));
    }

    private void Unqueue(ActionRun action)
    {
        if (!action.IsQueued) return;
        action.IsQueued = false;
        _scheduler.GaveUpOne(action.Requirement);
    }

    private void Leave(ActionRun action, Step step)
    {
        if (action.Node is not { } node || action.PlaceInNode < 0) return;
        if (action.Venv is { } venv) _packages.Release(venv, step);
        RemoveAt(node.Running, action.PlaceInNode, static (moved, place) => moved.PlaceInNode = place);
        RemoveAt(action.Task.Running, action.PlaceInTask, static (moved, place) => moved.PlaceInTask = place);
        (action.PlaceInNode, action.PlaceInTask) = (-1, -1);
        _scheduler.Release(node, action.Requirement.Resources);
    }

    private static void RemoveAt(List<ActionRun> list, int place, Action<ActionRun, int> moved)
    {
        var last = list[^1];
        list[place] = last;
        moved(last, place);
        list.RemoveAt(list.Count - 1);
    }
}
