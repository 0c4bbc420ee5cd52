using LitePipeline.Core;
using LitePipeline.Core.Actions;
using LitePipeline.Core.Applications;
using LitePipeline.Core.Definitions;
using LitePipeline.Core.Nodes;
using LitePipeline.Core.Schedules;
using LitePipeline.Core.Services;
using LitePipeline.Core.Storage;
using LitePipeline.Core.Tasks;
using LitePipeline.Core.Works;

namespace LitePipeline.Simulation.History;

/// <summary>All commits, held against a sequential model: a change that it does not allow is a broken promise.</summary>
internal sealed partial class StoreHistory(World world)
{
    private readonly Dictionary<TaskId, TaskHistory> _tasks = [];
    private readonly Dictionary<(AppId Application, string Version), ApplicationDefinition> _versions = [];
    private readonly Dictionary<AppId, ApplicationDefinition> _current = [];
    private readonly Dictionary<AppId, long> _saved = [];
    private readonly HashSet<AppId> _removedApplications = [];
    private readonly HashSet<TaskId> _removedTasks = [];
    private readonly HashSet<AttemptKey> _started = [];
    private readonly Dictionary<NodeId, HashSet<(TaskId Task, string Action)>> _onNode = [];

    public IReadOnlyDictionary<TaskId, TaskHistory> Tasks => _tasks;

    public IReadOnlyDictionary<WorkId, WorkHistory> Works => _works;

    public IReadOnlyDictionary<ServiceId, ServiceRecord> Services => _services;

    public IReadOnlyDictionary<ScheduleId, ScheduleRecord> Schedules => _schedules;

    public bool WasRemoved(TaskId task) => _removedTasks.Contains(task);

    public bool WasRemoved(WorkId work) => _removedWorks.Contains(work);

    /// <summary>How many changes there were.</summary>
    public long Changes { get; private set; }

    /// <summary>These are about to be durable.</summary>
    public void Committing(StoreChange[] changes)
    {
        foreach (var change in changes)
        {
            Changes++;
            if (world.Keeps) world.Log($"commit {Describe(change)}");
            Apply(change);
        }
    }

    /// <summary>An attempt's process starts.</summary>
    public void Started(ActionAssignment assignment)
    {
        var attempt = assignment.Attempt;
        Check(_started.Add(attempt), "attempt", $"{attempt} was started a second time.");
        if (!_tasks.TryGetValue(attempt.Task, out var task))
        {
            Check(_removedTasks.Contains(attempt.Task), "persist", $"{attempt} runs and the store has never heard of its task.");
            return;
        }

        var row = task.Actions.GetValueOrDefault(attempt.Action);
        Check(row is not null && row.Attempt >= attempt.Attempt || task.LastAttempt >= attempt.Attempt, "persist", $"{attempt} runs and the store has not heard of it.");
    }

    private void Apply(StoreChange change)
    {
        switch (change)
        {
            case StoreChange.SaveApplication save: Save(save.Application); break;
            case StoreChange.DeleteApplication delete:
                _removedApplications.Add(delete.Application);
                _current.Remove(delete.Application);
                break;
            case StoreChange.AddTask add: Add(add.Task); break;
            case StoreChange.UpdateTask update: Update(Task(update.Task), update.State); break;
            case StoreChange.RestartTask restart: Restart(Task(restart.Task), restart); break;
            case StoreChange.DeleteTask delete: Delete(delete.Task); break;
            case StoreChange.SaveAction save: Save(Task(save.Action.Task), save.Action); break;
            case StoreChange.DeleteAction delete: Delete(Task(delete.Task), delete.Name); break;
            default: ApplyComposition(change); break;
        }
    }

    private void Save(ApplicationRecord application)
    {
        var definition = DefinitionReader.ReadApplication(application.Configuration.Utf8);
        _versions[(application.Id, application.Package.Sha1)] = definition;
        _current[application.Id] = definition;
        _saved[application.Id] = Changes;
    }

    private ApplicationDefinition DefinitionOf(TaskHistory task) => _versions[(task.Record.Application, task.Record.Version)];

    private void Add(TaskRecord task)
    {
        Check(!_tasks.ContainsKey(task.Id), "twice", $"The task {task.Id} is added a second time.");
        Check(task.State is { Stage: RunStage.Pending, Status: null }, "stage", $"The task {task.Id} is added as {task.State}.");
        if (task.Service is { } service)
            Check(!_tasks.Values.Any(other => other.Record.Service == service && !other.IsFinished && other.AddedBy > MadeBy(service.Value)), "service", $"The service {service} has two live tasks.");
        if (task.Schedule is { } schedule) CheckRun(schedule, task.Id.Value);
        _tasks.Add(task.Id, new TaskHistory(task, Changes));
    }

    private void Update(TaskHistory task, TaskState next)
    {
        var before = task.State;
        var allowed = before.Stage switch
        {
            RunStage.Pending => next.Stage is RunStage.Running or RunStage.Finished,
            RunStage.Recovering => next.Stage is RunStage.Running or RunStage.Finished,
            // It is stopped while nothing of it runs, and its event action follows.
            RunStage.Running => next.Stage is RunStage.Stopping or RunStage.Finished || (next.Stage, next.StopSignal is null) == (RunStage.Running, false),
            RunStage.Stopping => next.Stage is RunStage.Stopping or RunStage.Running or RunStage.Finished,
            RunStage.Finished => next.Stage == RunStage.Recovering && before.Status != RunStatus.Success,
            _ => false,
        };
        Check(allowed, "stage", $"The task {task.Record.Id} goes from {before} to {next}.");
        Check(next.Status is null != (next.Stage == RunStage.Finished), "stage", $"The task {task.Record.Id} is {next}.");
        Check(next.AttemptBase >= before.AttemptBase, "attempt", $"The attempts of the task {task.Record.Id} begin anew at {next.AttemptBase}.");
        if (before.Stage is RunStage.Pending or RunStage.Recovering && next.Stage == RunStage.Running) CheckLimit(task);
        if (before.Stage == RunStage.Finished) TakeUp(task, next);
        task.Record = task.Record with { State = next };
        if (next.Stage == RunStage.Finished) CheckEnd(task);
    }

    private void TakeUp(TaskHistory task, TaskState next)
    {
        Check(next.AttemptBase >= task.LastAttempt, "attempt", $"The task {task.Record.Id} is recovered and its attempts go on from {next.AttemptBase}, after {task.LastAttempt}.");
        if (task.Record.Schedule is null) world.Trace.Note($"{task.Record.Id} is recovered");
        task.Restarts++;
        task.RecoveredBy = Changes;
    }

    private void CheckLimit(TaskHistory task)
    {
        if (_current.GetValueOrDefault(task.Record.Application)?.MaxRunningTasks is not { } most) return;
        // A recovered task counts as running from the moment at which it was let on; the limit may have been lowered since.
        if (task.State.Stage == RunStage.Recovering && _saved[task.Record.Application] > task.RecoveredBy) return;
        var running = _tasks.Values.Count(other => other != task && other.Record.Application == task.Record.Application && other.State.Stage is RunStage.Running or RunStage.Stopping);
        Check(running < most, "limit", $"The task {task.Record.Id} begins beside {running} of its application, of which {most} may run.");
    }

    private void CheckEnd(TaskHistory task)
    {
        var (id, state) = (task.Record.Id, task.State);
        world.Trace.Note($"{id} ends: {state.Status}");
        foreach (var row in task.Actions.Values)
            Check(row is { Stage: RunStage.Finished, RetryAt: null, Status: not null }, "end", $"The task {id} ends as {state.Status} and its action {row.Name} is {row.Stage}.");
        var rows = task.Actions.Values.Where(row => !TaskHistory.IsEvent(row.Name)).ToArray();
        switch (state.Status)
        {
            case RunStatus.Success:
                var expected = DefinitionOf(task).Actions.Select(action => action.Name).Concat(task.Generated.Keys);
                foreach (var name in expected)
                    Check(task.Actions.GetValueOrDefault(name)?.Status == RunStatus.Success, "end", $"The task {id} has succeeded without its action {name}.");
                Check(rows.All(row => row.Status == RunStatus.Success), "end", $"The task {id} has succeeded though an action has not.");
                break;
            case RunStatus.Fail:
                Check(rows.Any(row => row.Status == RunStatus.Fail), "end", $"The task {id} has failed and none of its actions has.");
                break;
            case RunStatus.Kill:
                Check(state.StopSignal is not null, "end", $"The task {id} was stopped and nobody has stopped it.");
                break;
            case RunStatus.Error:
                Check(_removedApplications.Contains(task.Record.Application), "end", $"The task {id} ended with an error though its application is there: {state.Message}");
                break;
            default:
                Check(false, "end", $"The task {id} has ended as {state.Status}.");
                break;
        }
    }

    private static void Restart(TaskHistory task, StoreChange.RestartTask restart)
    {
        Check(task.IsFinished, "stage", $"The task {restart.Task} is rerun while it is {task.State}.");
        Check(restart.State.AttemptBase >= task.LastAttempt, "attempt", $"The task {restart.Task} is rerun and its attempts go on from {restart.State.AttemptBase}, after {task.LastAttempt}.");
        task.Restart();
        task.Record = task.Record with { Version = restart.Version, State = restart.State };
    }

    private void Delete(TaskId id)
    {
        Check(Task(id).IsFinished, "stage", $"The task {id} is removed while it is {Task(id).State}.");
        _tasks.Remove(id);
        _removedTasks.Add(id);
    }

    private static void Delete(TaskHistory task, string action)
    {
        Check(TaskHistory.IsEvent(action) && task.State.Stage == RunStage.Recovering, "row", $"The action {action} of the task {task.Record.Id} is removed.");
        task.Actions.Remove(action);
    }

    private TaskHistory Task(TaskId id) =>
        _tasks.TryGetValue(id, out var task) ? task : throw new ViolationException("row", $"The task {id} is changed and is not there.");

    private static string Describe(StoreChange change) => change switch
    {
        StoreChange.SaveAction save => $"{save.Action.Task}/{save.Action.Name}#{save.Action.Attempt} {save.Action.Stage} {save.Action.Status} node {save.Action.Node?.Value.ToString()[^2..]} retry {save.Action.RetryAt:T} {save.Action.Failure?.Kind}",
        StoreChange.UpdateTask update => $"task {update.Task} {update.State}",
        StoreChange.AddTask add => $"task {add.Task.Id} added, work {add.Task.Work} service {add.Task.Service} schedule {add.Task.Schedule}",
        _ => change.ToString(),
    };

    private static void Check(bool holds, string rule, string message)
    {
        if (!holds) throw new ViolationException(rule, message);
    }
}
