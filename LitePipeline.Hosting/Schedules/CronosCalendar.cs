using LitePipeline.Core;
using LitePipeline.Core.Schedules;

namespace LitePipeline.Hosting.Schedules;

/// <summary>The calendar of schedules: cron expressions by Cronos, time zones by the machine's own data.</summary>
/// <remarks>
/// Where the clock is put forward, a moment that it jumps over is due right after the jump, once. Where it is put back, a fixed moment
/// is due the first time only, while one of an interval (<c>*</c>, <c>-</c> or <c>/</c> in the seconds, minutes or hours) is due both times.
/// </remarks>
internal sealed class CronosCalendar(TimeProvider time) : IScheduleCalendar
{
    // Beyond this Cronos looks no further; before it no schedule was made.
    private static readonly DateTimeOffset First = DateTimeOffset.UnixEpoch;
    private static readonly DateTimeOffset Last = new(2099, 12, 30, 0, 0, 0, TimeSpan.Zero);

    public Refusal? FindProblem(ScheduleTiming timing) =>
        TimingRules.FindProblem(timing) ?? TimingRules.FindNever(timing, NextAfter(timing, First), NextAfter(timing with { StartAt = null, EndAt = null }, First));

    public DateTimeOffset? NextAfter(ScheduleTiming timing, DateTimeOffset after)
    {
        // A zone may be gone with the machine that knew it: then nothing is due, and FindProblem says why.
        if (CronText.Read(timing, out _) is not { } cron || TimeZoneName.Find(timing.TimeZone, time) is not { } zone) return null;
        var from = timing.StartAt is { } start && start > after ? start.AddTicks(-1) : after;
        if (from >= Last) return null;
        var next = WallClock.NextAfter(cron, zone, from < First ? First : from);
        return next <= (timing.EndAt ?? Last) ? next : null;
    }
}
