using LitePipeline.Core.Manager;

namespace LitePipeline.Core.Schedules;

internal sealed partial class ScheduleMachine
{
    // Bounds what one schedule adds to one decision, so that others have their turn in between.
    private const int MostAtOnce = 100;

    /// <summary>A schedule's moment has come, unless it was changed since.</summary>
    public void Due(ScheduleId id, Step step)
    {
        if (Find(id) is not { } schedule) return;
        if (schedule.ArmedFor <= step.Now) schedule.ArmedFor = null;
        GoOn(schedule, step);
    }

    // Whatever happened to a schedule: starts what waits, decides what is due, and sees to it that it is asked again in time.
    private void GoOn(LiveSchedule schedule, Step step)
    {
        if (!schedule.Record.Enabled) return;
        _runs.TakeQueued(schedule, step);
        DecideDue(schedule, step);
        schedule.Save(step);
        Arm(schedule, step);
    }

    private void DecideDue(LiveSchedule schedule, Step step)
    {
        schedule.IsHeldUp = false;
        if (NextOf(schedule) is not { } next || next > step.Now) return;
        var missedBefore = step.Now - settings.ScheduleLateness;
        for (var decided = 0; decided < MostAtOnce; decided++)
        {
            if (NextOf(schedule) is not { } due || due > step.Now)
            {
                schedule.DecidedUntil = step.Now;
                return;
            }

            if (ScheduleRuns.HasToWait(schedule, due < missedBefore))
            {
                schedule.IsHeldUp = true;
                return;
            }

            if (due < missedBefore && schedule.Record.Missed != MissedRuns.RunAll) DecideMissed(schedule, due, missedBefore, step);
            else DecideOne(schedule, due, missedBefore, step);
        }
    }

    // What stands in the way of a missed run stands in the way of all that were missed with it.
    private void DecideOne(LiveSchedule schedule, DateTimeOffset due, DateTimeOffset missedBefore, Step step)
    {
        schedule.DecidedUntil = due;
        if (_runs.Take(schedule, due, step) is not { } reason) return;
        if (due < missedBefore) SkipFrom(schedule, due, missedBefore, reason, step);
        else ScheduleRuns.Skip(schedule, due, 1, reason, step);
    }

    private void DecideMissed(LiveSchedule schedule, DateTimeOffset first, DateTimeOffset missedBefore, Step step)
    {
        if (schedule.Record.Missed == MissedRuns.Skip)
        {
            SkipFrom(schedule, first, missedBefore, "It came due while no manager ran.", step);
            return;
        }

        var last = DueMoments.LastBefore(calendar!, schedule.Record.Timing, first, missedBefore);
        schedule.DecidedUntil = last;
        if (_runs.Take(schedule, last, step) is { } reason) ScheduleRuns.Skip(schedule, last, 1, reason, step);
    }

    private void SkipFrom(LiveSchedule schedule, DateTimeOffset first, DateTimeOffset end, string reason, Step step)
    {
        var last = DueMoments.LastBefore(calendar!, schedule.Record.Timing, first, end);
        ScheduleRuns.Skip(schedule, last, DueMoments.Count(calendar!, schedule.Record.Timing, first, last, MostAtOnce), reason, step);
        schedule.DecidedUntil = last;
    }

    // Moments that came due while it was disabled were not missed, and what its owner changes counts from now on. What was missed before
    // and not made up for yet goes with the timing or the policy that it came from.
    private void Forget(LiveSchedule schedule, Step step)
    {
        if (schedule.Record.Enabled && NextOf(schedule) is { } due && due <= step.Now)
            SkipFrom(schedule, due, step.Now.AddTicks(1), "The schedule was changed before it could be made up for.", step);
        schedule.DecidedUntil = step.Now;
        schedule.IsHeldUp = false;
    }

    private DateTimeOffset? NextOf(LiveSchedule schedule) => calendar?.NextAfter(schedule.Record.Timing, schedule.DecidedUntil);

    private void Arm(LiveSchedule schedule, Step step)
    {
        if (schedule.IsHeldUp || NextOf(schedule) is not { } next) return;
        // Never now: what is left over has its turn after all else that is due.
        if (next <= step.Now) next = step.Now.AddTicks(1);
        if (schedule.ArmedFor <= next) return;
        schedule.ArmedFor = next;
        deadlines.Add(next, new Deadline.ScheduleDue(schedule.Id));
    }
}
