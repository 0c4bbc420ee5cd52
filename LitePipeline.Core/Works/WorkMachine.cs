#pragma warning disable CA1822, CS9113, CA1823, IDE0052, CS0414 // to go with the part that is not there yet
using LitePipeline.Core.Manager;
using LitePipeline.Core.Storage;
using LitePipeline.Core.Tasks;
using LitePipeline.Core.Workflows;

namespace LitePipeline.Core.Works;

/// <summary>The life of works: each application starts as a task when all in its condition have succeeded.</summary>
internal sealed class WorkMachine(WorkflowRegistry workflows, TaskIntake intake, TaskMachine tasks)
{
    private readonly Queue<WorkRecord> _ended = new();

    /// <summary>Takes up unfinished works; the tasks have been restored before.</summary>
    public void Restore(StoreSnapshot snapshot, Step step) { }

    /// <summary>Accepts a work; the refusal where it cannot be, and then nothing has changed.</summary>
    public Refusal? Submit(in WorkSubmission submission, Step step) => NotYet.Refusal;

    public ManagerReply Stop(ManagerInput.StopWork command, Step step) => NotYet;

    public ManagerReply Rerun(ManagerInput.RerunWork command, Step step) => NotYet;

    public ManagerReply Recover(ManagerInput.RecoverWork command, Step step) => NotYet;

    public ManagerReply Delete(ManagerInput.DeleteWork command, Step step) => NotYet;

    /// <summary>A task of a work has finished.</summary>
    public void TaskEnded(in EndedTask ended, Step step) { }

    /// <summary>Takes a work that has finished since the last call.</summary>
    public bool TryTakeEnded(out WorkRecord work) => _ended.TryDequeue(out work!);

    private static ManagerReply NotYet => new(new Refusal(ErrorCode.OperationFailed, "Not yet."));
}

/// <summary>A work that wants to come in.</summary>
internal readonly record struct WorkSubmission(WorkId Id, string Name, WorkflowId Workflow, JsonData Input)
{
    public Schedules.ScheduleId? Schedule { get; init; }
}
