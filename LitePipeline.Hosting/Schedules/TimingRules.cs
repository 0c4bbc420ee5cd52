using LitePipeline.Core;
using LitePipeline.Core.Schedules;

namespace LitePipeline.Hosting.Schedules;

/// <summary>What a timing must keep to.</summary>
internal static class TimingRules
{
    private const int MaxCronLength = 255;

    public static Refusal? FindProblem(ScheduleTiming timing) =>
        OutOfRange("minute", timing.Minute, 0, 59)
        ?? OutOfRange("hour", timing.Hour, 0, 23)
        ?? OutOfRange("day_of_month", timing.DayOfMonth, 1, 31)
        ?? OutOfRange("day_of_week", timing.DayOfWeek, 1, 7, " (Monday to Sunday)")
        ?? (timing.Cron is { } cron ? InCron(timing, cron) : null)
        ?? InZone(timing.TimeZone)
        ?? (timing.EndAt < timing.StartAt ? Problem("end_at", "The end lies before the start; give an end_at after start_at, or leave one of them out.") : null);

    /// <summary>What is wrong with a timing that is never due: its own days, or its start and end.</summary>
    public static Refusal? FindNever(ScheduleTiming timing, DateTimeOffset? first, DateTimeOffset? firstWithoutLimits)
    {
        if (firstWithoutLimits is null) return Problem("cron", $"The cron expression '{timing.Cron}' names days that never come, so it is never due; change its day or its month.");
        if (first is not null) return null;
        return timing.EndAt is null
            ? Problem("start_at", "Nothing is due after that start; give an earlier one.")
            : Problem("end_at", "Nothing is due up to that end; give a later end_at, or leave it out.");
    }

    private static Refusal? OutOfRange(string field, int value, int least, int most, string meaning = "") =>
        value == -1 || (value >= least && value <= most) ? null : Problem(field, $"The {field} is {value}; give {least} to {most}{meaning}, or -1 to leave it unset.");

    private static Refusal? InCron(ScheduleTiming timing, string cron)
    {
        var given = (timing.Minute, timing.Hour, timing.DayOfMonth, timing.DayOfWeek) switch
        {
            (-1, -1, -1, -1) => null,
            (not -1, _, _, _) => "minute",
            (_, not -1, _, _) => "hour",
            (_, _, not -1, _) => "day_of_month",
            _ => "day_of_week",
        };
        if (given is not null) return Problem("cron", $"Both cron and {given} are set; set {given} to -1 to go by cron, or leave cron empty to go by the fields.");
        if (cron.Length > MaxCronLength) return Problem("cron", $"The cron expression has {cron.Length} characters; give {MaxCronLength} at the most.");
        return CronText.Read(timing, out var problem) is not null
            ? null
            : Problem("cron", $"'{cron}' is no cron expression. {problem} Give five fields (minute, hour, day of month, month, day of week) as in '30 2 * * 1-5', six with seconds first, or a macro like @daily.");
    }

    private static Refusal? InZone(string? zone) =>
        TimeZoneName.Find(zone, TimeProvider.System) is not null
            ? null
            : Problem("time_zone", $"The manager's machine knows no time zone '{zone}'; give an IANA name like Europe/Berlin, or install the machine's time zone data (tzdata).");

    private static Refusal Problem(string field, string message) => new(ErrorCode.InvalidParameters, message, field);
}
