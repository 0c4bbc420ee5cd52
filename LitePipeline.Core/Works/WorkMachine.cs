using LitePipeline.Core.Applications;
using LitePipeline.Core.Events;
using LitePipeline.Core.Manager;
using LitePipeline.Core.Storage;
using LitePipeline.Core.Tasks;
using LitePipeline.Core.Workflows;

namespace LitePipeline.Core.Works;

/// <summary>The life of works: each application starts as a task when all in its condition have succeeded. docs/state-machines.md draws it.</summary>
/// <remarks>
/// A work finishes only when nothing of it runs any more: after a failure or a stop, what still runs is ended first, then the event
/// application runs. Only the tasks that a work itself has started or recovered count for it, until their end.
/// </remarks>
internal sealed partial class WorkMachine(ManagerSettings settings, ApplicationRegistry applications, WorkflowRegistry workflows, TaskIntake intake, TaskMachine tasks)
{
    private readonly WorkReplay _replay = new(applications, tasks);
    private readonly Dictionary<WorkId, WorkRun> _works = [];
    private readonly List<WorkStep> _ready = [];
    private readonly Queue<WorkRecord> _ended = new();
    private long _lastSequence;

    /// <summary>Takes a work that has finished since the last call.</summary>
    public bool TryTakeEnded(out WorkRecord work) => _ended.TryDequeue(out work!);

    /// <summary>Takes up unfinished works; the tasks have been restored before.</summary>
    public void Restore(StoreSnapshot snapshot, Step step)
    {
        _lastSequence = snapshot.LastWorkSequence;
        var rows = snapshot.WorkSteps.ToLookup(row => row.Work);
        foreach (var record in snapshot.Works.OrderBy(work => work.Sequence))
        {
            var work = new WorkRun(record, workflows.PlanOf(record.Workflow, record.Configuration));
            WorkReplay.Restore(work, rows[record.Id]);
            _works.Add(work.Id, work);
            GoOn(work, step);
        }
    }

    /// <summary>Accepts a work; the refusal where it cannot be, and then nothing has changed.</summary>
    public Refusal? Submit(in WorkSubmission submission, Step step)
    {
        if (_works.ContainsKey(submission.Id)) return new Refusal(ErrorCode.InvalidParameters, $"A work with the id {submission.Id} exists already.", "work_id");
        if ((workflows.FindRunnable(submission.Workflow, out var workflow) ?? TaskTargets.Read(submission.Input, out _)) is { } refusal) return refusal;
        var record = new WorkRecord
        {
            Id = submission.Id,
            Sequence = ++_lastSequence,
            Name = submission.Name,
            Workflow = submission.Workflow,
            Configuration = workflow.Record.Configuration,
            Input = submission.Input,
            Schedule = submission.Schedule,
            CreatedAt = step.Now,
            State = new WorkState(RunStage.Running, null, step.Now, StartedAt: step.Now),
        };
        step.Change(new StoreChange.AddWork(record));
        step.Publish(new PipelineEvent.WorkAccepted(record.Id, record.Name, record.Workflow) { At = step.Now });
        Begin(new WorkRun(record, workflow.Plan), step);
        return null;
    }

    /// <summary>Stops a work: nothing more of it starts, its tasks get the signal. A stop while the event application runs ends that one; the outcome stays.</summary>
    public ManagerReply Stop(ManagerInput.StopWork command, Step step)
    {
        if (!_works.TryGetValue(command.Id, out var work))
            return Refuse(ErrorCode.WorkAlreadyFinished, $"The work {command.Id} has finished; there is nothing to stop.");
        if (work.State is { Stage: RunStage.Stopping, StopSignal: StopSignal.Kill }) return ManagerReply.Accepted;
        if (work.Outcome is null) (work.Outcome, work.OutcomeMessage) = (RunStatus.Kill, TaskMachine.Stopped);
        work.State = work.State with { Stage = RunStage.Stopping, UpdatedAt = step.Now, StopSignal = command.Signal };
        if (!Signal(work, command.Signal, step)) return ManagerReply.Accepted;
        step.Change(new StoreChange.UpdateWork(work.Id, work.State));
        step.Publish(new PipelineEvent.WorkStopping(work.Id) { At = step.Now });
        return ManagerReply.Accepted;
    }

    public ManagerReply Rerun(ManagerInput.RerunWork command, Step step)
    {
        var record = command.Work;
        if (_works.ContainsKey(record.Id)) return StillRunning(record.Id);
        if (workflows.FindRunnable(record.Workflow, out var workflow) is { } refusal) return new ManagerReply(refusal);
        var state = new WorkState(RunStage.Running, null, step.Now, StartedAt: step.Now, Run: record.State.Run + 1);
        step.Change(new StoreChange.RestartWork(record.Id, workflow.Record.Configuration, state));
        step.Publish(new PipelineEvent.WorkRestarted(record.Id, Recovered: false) { At = step.Now });
        Begin(new WorkRun(record with { Configuration = workflow.Record.Configuration, State = state }, workflow.Plan), step);
        return ManagerReply.Accepted;
    }

    public ManagerReply Recover(ManagerInput.RecoverWork command, Step step)
    {
        var record = command.Work;
        if (_works.ContainsKey(record.Id)) return StillRunning(record.Id);
        if (record.State.Status == RunStatus.Success)
            return Refuse(ErrorCode.WorkAlreadySuccess, $"The work {record.Id} has succeeded; there is nothing to recover. Rerun it to run all of it again.");
        var state = new WorkState(RunStage.Running, null, step.Now, StartedAt: step.Now, Run: record.State.Run + 1);
        var work = new WorkRun(record with { State = state }, workflows.PlanOf(record.Workflow, record.Configuration));
        step.Change(new StoreChange.UpdateWork(record.Id, state));
        step.Publish(new PipelineEvent.WorkRestarted(record.Id, Recovered: true) { At = step.Now });
        _replay.Recover(work, command, step);
        Begin(work, step);
        return ManagerReply.Accepted;
    }

    public ManagerReply Delete(ManagerInput.DeleteWork command, Step step)
    {
        if (_works.ContainsKey(command.Id)) return StillRunning(command.Id);
        step.Change(new StoreChange.DeleteWork(command.Id));
        step.Publish(new PipelineEvent.WorkDeleted(command.Id) { At = step.Now });
        return ManagerReply.Accepted;
    }
}
