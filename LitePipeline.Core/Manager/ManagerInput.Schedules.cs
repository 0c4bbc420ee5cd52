using LitePipeline.Core.Schedules;

namespace LitePipeline.Core.Manager;

public abstract partial record ManagerInput
{
    /// <summary>Adds a schedule.</summary>
    public sealed record CreateSchedule(ScheduleId Id, ScheduleContent Content) : ManagerInput;

    /// <summary>Replaces what a schedule's owner can set. What is due from now on goes by it; runs that were queued stay queued.</summary>
    public sealed record UpdateSchedule(ScheduleId Id, ScheduleContent Content) : ManagerInput;

    /// <summary>Removes a schedule; what it started goes on.</summary>
    public sealed record DeleteSchedule(ScheduleId Id) : ManagerInput;

    /// <summary>Asks what a schedule is about to do; the reply is a <see cref="ScheduleView"/>, or null where there is none.</summary>
    public sealed record DescribeSchedule(ScheduleId Id) : ManagerInput;
}
