using LitePipeline.Core.Applications;
using LitePipeline.Core.Audit;
using LitePipeline.Core.Caching;
using LitePipeline.Core.Events;
using LitePipeline.Core.Messages;
using LitePipeline.Core.Nodes;
using LitePipeline.Core.Packages;
using LitePipeline.Core.Schedules;
using LitePipeline.Core.Scheduling;
using LitePipeline.Core.Secrets;
using LitePipeline.Core.Services;
using LitePipeline.Core.Storage;
using LitePipeline.Core.Tasks;
using LitePipeline.Core.Venvs;
using LitePipeline.Core.Workflows;
using LitePipeline.Core.Works;

namespace LitePipeline.Core.Manager;

/// <summary>The manager's decisions: a deterministic machine without clock, I/O or ids of its own.</summary>
/// <remarks>Not safe for use by many threads: one loop owns it. After a commit failed for good, make a new one from the store.</remarks>
public sealed class ManagerMachine
{
    private readonly Deadlines _deadlines = new();
    private readonly SlotScheduler _scheduler = new();
    private readonly PackageUses _packages = new();
    private readonly SecretRegistry _secrets = new();
    private readonly ResultCache _cache;
    private readonly ApplicationRegistry _applications;
    private readonly VenvRegistry _venvs;
    private readonly TaskMachine _tasks;
    private readonly TaskIntake _intake;
    private readonly NodeMachine _nodes;
    private readonly WorkflowRegistry _workflows;
    private readonly WorkMachine _works;
    private readonly ScheduleMachine _schedules;
    private readonly ServiceMachine _services;
    private readonly AuditTrail _audit = new();

    /// <summary>Makes a machine that knows nothing yet.</summary>
    /// <param name="settings">The settings.</param>
    /// <param name="calendar">Knows when schedules are due; null for a machine that takes no schedules.</param>
    public ManagerMachine(ManagerSettings settings, IScheduleCalendar? calendar = null)
    {
        Settings = settings;
        var deletions = new WorkspaceDeletions();
        _venvs = new VenvRegistry(_packages);
        _applications = new ApplicationRegistry(_packages, _venvs, _secrets);
        _cache = new ResultCache(settings, _packages);
        _tasks = new TaskMachine(settings, _scheduler, _packages, _venvs, _cache, _secrets, _deadlines, deletions);
        _intake = new TaskIntake(_applications, _tasks);
        _nodes = new NodeMachine(settings, _scheduler, _tasks, _deadlines, deletions);
        _workflows = new WorkflowRegistry(_applications);
        _works = new WorkMachine(settings, _applications, _workflows, _intake, _tasks);
        _schedules = new ScheduleMachine(settings, calendar, _applications, _workflows, _intake, _tasks, _works, _deadlines);
        _services = new ServiceMachine(settings, _applications, _intake, _tasks, _deadlines);
    }

    /// <summary>The settings.</summary>
    public ManagerSettings Settings { get; }

    /// <summary>The next moment at which <see cref="ManagerInput.DeadlineReached"/> is due; null for none.</summary>
    public DateTimeOffset? NextDeadline => _deadlines.Next;

    /// <summary>Takes up what a store holds. Call once, before the first <see cref="Decide"/>; commit and carry out what it decides.</summary>
    public void Restore(StoreSnapshot snapshot, DateTimeOffset now, ManagerDecision decision)
    {
        var step = new Step(now, decision);
        _secrets.Restore(snapshot);
        _venvs.Restore(snapshot);
        _applications.Restore(snapshot);
        foreach (var application in snapshot.Applications) SetLimit(application.Id, step);
        _cache.Restore(snapshot, step);
        _workflows.Restore(snapshot);
        _intake.Restore(snapshot);
        new TaskRestorer(_applications, _tasks, _nodes).Restore(snapshot, step);
        _works.Restore(snapshot, step);
        _schedules.Restore(snapshot, step);
        _services.Restore(snapshot, step);
        _audit.Restore(snapshot);
        Settle(step);
    }

    /// <summary>Decides what an input means and adds it to <paramref name="decision"/>.</summary>
    public ManagerReply Decide(ManagerInput input, DateTimeOffset now, ManagerDecision decision)
    {
        var step = new Step(now, decision);
        var reply = Consider(input, step);
        _audit.Note(input, reply, step);
        Settle(step);
        return reply;
    }

    // What an input leads to in turn: the end of a task may start others, and free slots take what waits.
    private void Settle(Step step)
    {
        while (true)
        {
            if (_tasks.TryTakeEnded(out var task)) Tell(task, step);
            else if (_works.TryTakeEnded(out var work)) Tell(work, step);
            else if (_tasks.TryLookUp(step)) { }
            else if (_scheduler.TryPlace(out var queued, out var node, out var requirement)) Place(queued, node, requirement, step);
            else return;
        }
    }

    private void Place(QueuedAction queued, NodeState node, NodeRequirement requirement, Step step)
    {
        var begins = queued.Action is null;
        _tasks.Place(queued, node, requirement, step);
        if (begins && queued.Task.Record.Service is not null) _services.TaskStarted(queued.Task.Record, step);
    }

    private void Tell(in EndedTask ended, Step step)
    {
        if (ended.Record.Work is not null) _works.TaskEnded(ended, step);
        if (ended.Record.Service is not null) _services.TaskEnded(ended, step);
        if (ended.Record.Schedule is { } schedule) _schedules.RunEnded(schedule, ended.Record.Id.Value, step);
    }

    private void Tell(WorkRecord ended, Step step)
    {
        if (ended.Schedule is { } schedule) _schedules.RunEnded(schedule, ended.Id.Value, step);
    }

    private ManagerReply Consider(ManagerInput input, Step step)
    {
        switch (input)
        {
            case ManagerInput.NodeSaid said:
                _nodes.Said(said.Session, said.Message, step);
                return ManagerReply.Accepted;
            case ManagerInput.NodeDisconnected gone:
                _nodes.Disconnected(gone.Session, step);
                return ManagerReply.Accepted;
            case ManagerInput.NoteAccess:
                return ManagerReply.Accepted;
            case ManagerInput.DeadlineReached:
                Expire(step);
                return ManagerReply.Accepted;
            case ManagerInput.DrainNode drain:
                return _nodes.Drain(drain.Id, step);
            case ManagerInput.ResumeNode resume:
                return _nodes.Resume(resume.Id, step);
            case ManagerInput.RemoveNode remove:
                return _nodes.Remove(remove.Id, step);
            case ManagerInput.DescribeAttempt describe:
                return new ManagerReply(null, _nodes.FindCurrent(describe.Session, describe.Attempt)?.Task.Folder);
            case ManagerInput.DescribeCluster:
                return new ManagerReply(null, MachineViews.Cluster(_nodes, _scheduler, _tasks.HeldCount));
            default:
                return ConsiderTask(input, step) ?? ConsiderPackaged(input, step) ?? ConsiderComposition(input, step)
                    ?? throw new ArgumentOutOfRangeException(nameof(input), input, "No such input.");
        }
    }

    private ManagerReply? ConsiderTask(ManagerInput input, Step step) => input switch
    {
        ManagerInput.SubmitTask submit => Reply(_intake.Submit(new TaskSubmission(submit.Id, submit.Name, submit.Application, submit.Input) { Priority = submit.Priority, IsIdChosen = submit.IsIdChosen }, step)),
        ManagerInput.StopTask stop => _tasks.Find(stop.Id) is { } task
            ? _tasks.Stop(task, stop.Signal, step)
            : Refuse(ErrorCode.TaskAlreadyFinished, $"The task {stop.Id} has finished; there is nothing to stop.", "task_id"),
        ManagerInput.RerunTask rerun => TakenUp(rerun.Task.Schedule, rerun.Task.Id.Value, _tasks.Rerun(rerun, _applications.Current(rerun.Task.Application), step)),
        ManagerInput.RecoverTask { Task: { Task: { } task } finished } => TakenUp(task.Schedule, task.Id.Value, _tasks.Recover(finished, _applications.Find(task.Application, task.Version), step)),
        ManagerInput.DeleteTask delete => Delete(delete, step),
        ManagerInput.DeleteWorkspaces delete => DeleteWorkspaces(delete, step),
        ManagerInput.DescribeTask describe => new ManagerReply(null, _tasks.Find(describe.Id) is { } known ? MachineViews.Task(known, _nodes) : null),
        _ => null,
    };

    private ManagerReply? ConsiderPackaged(ManagerInput input, Step step) => input switch
    {
        ManagerInput.CreateApplication create => Limited(create.Id, _applications.Create(create, step), step),
        ManagerInput.UpdateApplication update => Limited(update.Id, _applications.Update(update, step), step),
        ManagerInput.ActivateApplicationVersion activate => Limited(activate.Id, _applications.Activate(activate.Id, activate.HistoryId, step), step),
        ManagerInput.DeleteApplicationVersion delete => _applications.DeleteVersion(delete.Id, delete.HistoryId, step),
        ManagerInput.DeleteApplication delete => Delete(delete, step),
        ManagerInput.ClearCache clear => _applications.Current(clear.Id) is null ? Reply(ApplicationRegistry.Unknown(clear.Id)) : new ManagerReply(null, _cache.Clear(clear.Id, step)),
        ManagerInput.SetSecret set => _secrets.Set(set, _applications.Current(set.Application), step),
        ManagerInput.DeleteSecret delete => _secrets.Delete(delete, _applications.Current(delete.Application), step),
        ManagerInput.DescribeSecrets describe => _secrets.Describe(describe.Application, _applications.Current(describe.Application)),
        ManagerInput.CreateVenv create => _venvs.Create(create, step),
        ManagerInput.UpdateVenv update => _venvs.Update(update, step),
        ManagerInput.ActivateVenvVersion activate => _venvs.Activate(activate.Id, activate.HistoryId, step),
        ManagerInput.DeleteVenvVersion delete => _venvs.DeleteVersion(delete.Id, delete.HistoryId, step),
        ManagerInput.DeleteVenv delete => Delete(delete, step),
        ManagerInput.DiscardPackage discard => Discard(discard, step),
        _ => null,
    };

    private ManagerReply? ConsiderComposition(ManagerInput input, Step step) => input switch
    {
        ManagerInput.CreateWorkflow create => _workflows.Create(create, step),
        ManagerInput.UpdateWorkflow update => _workflows.Update(update, step),
        ManagerInput.DeleteWorkflow delete => _workflows.Delete(delete, step),
        ManagerInput.CreateWork create => Reply(_works.Submit(new WorkSubmission(create.Id, create.Name, create.Workflow, create.Input), step)),
        ManagerInput.StopWork stop => _works.Stop(stop, step),
        ManagerInput.RerunWork rerun => TakenUp(rerun.Work.Schedule, rerun.Work.Id.Value, _works.Rerun(rerun, step)),
        ManagerInput.RecoverWork recover => TakenUp(recover.Work.Schedule, recover.Work.Id.Value, _works.Recover(recover, step)),
        ManagerInput.DeleteWork delete => _works.Delete(delete, step),
        ManagerInput.CreateSchedule create => _schedules.Create(create, step),
        ManagerInput.UpdateSchedule update => _schedules.Update(update, step),
        ManagerInput.DeleteSchedule delete => _schedules.Delete(delete, step),
        ManagerInput.DescribeSchedule describe => new ManagerReply(null, _schedules.Describe(describe.Id)),
        ManagerInput.CreateService create => _services.Create(create, step),
        ManagerInput.UpdateService update => _services.Update(update, step),
        ManagerInput.DeleteService delete => Delete(delete, step),
        _ => null,
    };

    // How many tasks of an application may run at once is the current version's word, for the tasks of earlier ones too.
    private ManagerReply Limited(AppId application, ManagerReply reply, Step step)
    {
        SetLimit(application, step);
        return reply;
    }

    private void SetLimit(AppId application, Step step) =>
        _tasks.SetLimit(application, _applications.Current(application)?.Plan.Definition.MaxRunningTasks, step);

    // What a schedule started counts as its run when it runs again, too.
    private ManagerReply TakenUp(ScheduleId? starter, Guid run, ManagerReply reply)
    {
        if (reply.Refusal is null && starter is { } schedule) _schedules.RunTakenUp(schedule, run);
        return reply;
    }

    private ManagerReply Delete(ManagerInput.DeleteTask command, Step step)
    {
        if (_tasks.Find(command.Id) is not null)
            return Refuse(ErrorCode.TaskStillRunning, $"The task {command.Id} has not finished; stop it first.", "task_id");
        _intake.Removed(command.LastAttempt);
        step.Change(new StoreChange.DeleteTask(command.Id) { LastAttempt = command.LastAttempt });
        _packages.Discard(command.Artifacts, step);
        step.Publish(new PipelineEvent.TaskDeleted(command.Id) { At = step.Now });
        return ManagerReply.Accepted;
    }

    private ManagerReply Delete(ManagerInput.DeleteService command, Step step)
    {
        var reply = _services.Delete(command, step);
        if (reply.Refusal is not null) return reply;
        _nodes.DeleteWorkspaces(command.Id, step);
        return reply;
    }

    private ManagerReply DeleteWorkspaces(ManagerInput.DeleteWorkspaces command, Step step)
    {
        var unfinished = command.Tasks.Where(folder => _tasks.Find(folder.Task) is not null).Select(folder => folder.Task).ToArray();
        _nodes.DeleteWorkspaces([.. command.Tasks.Where(folder => !unfinished.Contains(folder.Task))], step);
        return new ManagerReply(null, unfinished);
    }

    private ManagerReply Delete(ManagerInput.DeleteApplication command, Step step)
    {
        if (!_applications.Delete(command.Id, step))
            return Reply(ApplicationRegistry.Unknown(command.Id));

        // The one place that goes through all tasks: removing an application is rare, and an index would cost every task.
        foreach (var task in _tasks.Unfinished.Where(task => task.Waits && task.Record.Application == command.Id).ToArray())
            _tasks.Abandon(task, "Its application was removed before it began.", step);
        SetLimit(command.Id, step);
        _cache.Clear(command.Id, step);
        _secrets.Forget(command.Id);
        return ManagerReply.Accepted;
    }

    // Who removes what others still use wants to know of it: the venv's id is in their configurations, and a new upload has another one.
    private ManagerReply Delete(ManagerInput.DeleteVenv command, Step step)
    {
        const int shown = 10;
        var naming = _applications.Naming(command.Id).ToArray();
        if (naming.Length > 0)
        {
            var names = string.Join(", ", naming.Take(shown).Select(application => $"{application.Name} ({application.Id})"));
            var more = naming.Length > shown ? $" and {naming.Length - shown} more" : "";
            return Refuse(ErrorCode.OperationFailed, $"The venv {command.Id} is named by the current configuration of {names}{more}; remove or update these first.", "venv_id");
        }

        return _venvs.Delete(command.Id, step) ? ManagerReply.Accepted : Reply(VenvRegistry.Unknown(command.Id));
    }

    private ManagerReply Discard(ManagerInput.DiscardPackage command, Step step)
    {
        _packages.Discard(command.Sha256, step);
        return ManagerReply.Accepted;
    }

    private void Expire(Step step)
    {
        while (_deadlines.TryTakeDue(step.Now, out var due))
        {
            switch (due)
            {
                case Deadline.NodeReturn back: _nodes.ReturnTimedOut(back.Node, back.Absence, step); break;
                case Deadline.StopGrace grace: _tasks.GraceEnded(grace.Task, step); break;
                case Deadline.ActionRetry retry: _tasks.RetryDue(retry.Action, retry.Attempt, step); break;
                case Deadline.ScheduleDue schedule: _schedules.Due(schedule.Schedule, step); break;
                case Deadline.ServiceRestart service: _services.RestartDue(service.Service, step); break;
            }
        }
    }

    private static ManagerReply Reply(Refusal? refusal) => new(refusal);

    private static ManagerReply Refuse(ErrorCode code, string message, string field) => new(new Refusal(code, message, field));
}
