using LitePipeline.Core.Applications;
using LitePipeline.Core.Definitions;
using LitePipeline.Core.Events;
using LitePipeline.Core.Messages;
using LitePipeline.Core.Nodes;
using LitePipeline.Core.Scheduling;
using LitePipeline.Core.Storage;
using LitePipeline.Core.Tasks;

namespace LitePipeline.Core.Manager;

/// <summary>The manager's decisions: a deterministic machine without clock, I/O or ids of its own.</summary>
/// <remarks>Not safe for use by many threads: one loop owns it. After a commit failed for good, make a new one from the store.</remarks>
public sealed class ManagerMachine
{
    private readonly Deadlines _deadlines = new();
    private readonly SlotScheduler _scheduler = new();
    private readonly ApplicationRegistry _applications = new();
    private readonly TaskMachine _tasks;
    private readonly NodeMachine _nodes;
    private long _lastTaskSequence;

    /// <summary>Makes a machine that knows nothing yet.</summary>
    public ManagerMachine(ManagerSettings settings)
    {
        Settings = settings;
        _tasks = new TaskMachine(settings, _scheduler, _applications, _deadlines);
        _nodes = new NodeMachine(settings, _scheduler, _tasks, _deadlines);
    }

    /// <summary>The settings.</summary>
    public ManagerSettings Settings { get; }

    /// <summary>The next moment at which <see cref="ManagerInput.DeadlineReached"/> is due; null for none.</summary>
    public DateTimeOffset? NextDeadline => _deadlines.Next;

    /// <summary>Takes up what a store holds. Call once, before the first <see cref="Decide"/>; commit and carry out what it decides.</summary>
    public void Restore(StoreSnapshot snapshot, DateTimeOffset now, ManagerDecision decision)
    {
        var step = new Step(now, decision);
        _lastTaskSequence = snapshot.LastTaskSequence;
        _applications.Restore(snapshot);
        new TaskRestorer(_applications, _tasks, _nodes).Restore(snapshot, step);
    }

    /// <summary>Decides what an input means and adds it to <paramref name="decision"/>.</summary>
    public ManagerReply Decide(ManagerInput input, DateTimeOffset now, ManagerDecision decision)
    {
        var step = new Step(now, decision);
        var reply = Consider(input, step);
        while (_scheduler.TryPlace(out var queued, out var node, out var requirement)) _tasks.Place(queued, node, requirement, step);
        return reply;
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
            case ManagerInput.DeadlineReached:
                Expire(step);
                return ManagerReply.Accepted;
            case ManagerInput.SubmitTask submit:
                return Submit(submit, step);
            case ManagerInput.StopTask stop:
                return _tasks.Find(stop.Id) is { } task
                    ? _tasks.Stop(task, stop.Signal, step)
                    : Refuse(ErrorCode.TaskAlreadyFinished, $"The task {stop.Id} has finished; there is nothing to stop.", "task_id");
            case ManagerInput.DeleteTask delete:
                return Delete(delete, step);
            case ManagerInput.DeleteWorkspaces delete:
                return DeleteWorkspaces(delete, step);
            case ManagerInput.CreateApplication create:
                return _applications.Create(create, step);
            case ManagerInput.DeleteApplication delete:
                return Delete(delete, step);
            case ManagerInput.DescribeCluster:
                return new ManagerReply(null, MachineViews.Cluster(_nodes, _scheduler));
            case ManagerInput.DescribeTask describe:
                return new ManagerReply(null, _tasks.Find(describe.Id) is { } known ? MachineViews.Task(known) : null);
            default:
                throw new ArgumentOutOfRangeException(nameof(input), input, "No such input.");
        }
    }

    private ManagerReply Submit(ManagerInput.SubmitTask command, Step step)
    {
        if (_tasks.Find(command.Id) is not null) return Refuse(ErrorCode.InvalidParameters, $"A task with the id {command.Id} exists already.", "task_id");
        if (_applications.Current(command.Application) is not { } version)
            return Refuse(ErrorCode.AppNotExists, $"There is no application {command.Application}; list the applications to find the right id.", "app_id");

        IReadOnlyDictionary<string, TargetEnvironment>? targets;
        try
        {
            targets = TaskRestorer.Targets(command.Input);
        }
        catch (DefinitionInvalidException invalid)
        {
            return Refuse(ErrorCode.InvalidParameters, invalid.Message, "input_data.target_env");
        }

        var record = new TaskRecord
        {
            Id = command.Id,
            Sequence = ++_lastTaskSequence,
            Name = command.Name,
            Application = command.Application,
            Version = version.Package.Sha1,
            Input = command.Input,
            CreatedAt = step.Now,
            State = new TaskState(RunStage.Pending, null, step.Now),
        };
        step.Change(new StoreChange.AddTask(record));
        step.Publish(new PipelineEvent.TaskAccepted(record.Id, record.Name, record.Application) { At = step.Now });
        _tasks.Add(new TaskRun(record, version) { Targets = targets });
        return ManagerReply.Accepted;
    }

    private ManagerReply Delete(ManagerInput.DeleteTask command, Step step)
    {
        if (_tasks.Find(command.Id) is not null)
            return Refuse(ErrorCode.TaskStillRunning, $"The task {command.Id} has not finished; stop it first.", "task_id");
        step.Change(new StoreChange.DeleteTask(command.Id));
        step.Publish(new PipelineEvent.TaskDeleted(command.Id) { At = step.Now });
        return ManagerReply.Accepted;
    }

    private ManagerReply DeleteWorkspaces(ManagerInput.DeleteWorkspaces command, Step step)
    {
        var unfinished = command.Tasks.Where(folder => _tasks.Find(folder.Task) is not null).Select(folder => folder.Task).ToArray();
        var message = new ManagerMessage.DeleteWorkspaces([.. command.Tasks.Where(folder => !unfinished.Contains(folder.Task))]);
        if (!message.Tasks.IsEmpty)
        {
            foreach (var node in _nodes.Connected) step.Send(node, message);
        }

        return new ManagerReply(null, unfinished);
    }

    private ManagerReply Delete(ManagerInput.DeleteApplication command, Step step)
    {
        if (!_applications.Delete(command.Id, step))
            return Refuse(ErrorCode.AppNotExists, $"There is no application {command.Id}; list the applications to find the right id.", "app_id");

        // The one place that goes through all tasks: removing an application is rare, and an index would cost every task.
        foreach (var task in _tasks.Unfinished.Where(task => task.Waits && task.Record.Application == command.Id).ToArray())
            _tasks.Abandon(task, "Its application was removed before it began.", step);
        return ManagerReply.Accepted;
    }

    private void Expire(Step step)
    {
        while (_deadlines.TryTakeDue(step.Now, out var due))
        {
            if (due.Node is { } node) _nodes.ReturnTimedOut(node, due.Absence, step);
            else if (due.Task is { } task) _tasks.GraceEnded(task, step);
        }
    }

    private static ManagerReply Refuse(ErrorCode code, string message, string field) => new(new Refusal(code, message, field));
}
