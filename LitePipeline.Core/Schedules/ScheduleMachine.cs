#pragma warning disable CA1822, CS9113, CA1823, IDE0052, CS0414 // to go with the part that is not there yet
using LitePipeline.Core.Applications;
using LitePipeline.Core.Manager;
using LitePipeline.Core.Storage;
using LitePipeline.Core.Tasks;
using LitePipeline.Core.Workflows;
using LitePipeline.Core.Works;

namespace LitePipeline.Core.Schedules;

/// <summary>Starts tasks and works when they are due. What is due is decided once: the moment until which all is decided is committed with what it led to.</summary>
internal sealed class ScheduleMachine(
    ManagerSettings settings, IScheduleCalendar? calendar, ApplicationRegistry applications, WorkflowRegistry workflows, TaskIntake intake, WorkMachine works, Deadlines deadlines)
{
    /// <summary>Takes up the schedules; tasks and works have been restored before.</summary>
    public void Restore(StoreSnapshot snapshot, Step step) { }

    public ManagerReply Create(ManagerInput.CreateSchedule command, Step step) => NotYet;

    public ManagerReply Update(ManagerInput.UpdateSchedule command, Step step) => NotYet;

    public ManagerReply Delete(ManagerInput.DeleteSchedule command, Step step) => NotYet;

    /// <summary>What a schedule is about to do; null where there is none.</summary>
    public ScheduleView? Describe(ScheduleId schedule) => null;

    /// <summary>A schedule's moment has come, unless it was changed since.</summary>
    public void Due(ScheduleId schedule, Step step) { }

    /// <summary>A task or work that a schedule started has finished.</summary>
    public void RunEnded(ScheduleId schedule, Guid run, Step step) { }

    private static ManagerReply NotYet => new(new Refusal(ErrorCode.OperationFailed, "Not yet."));
}
