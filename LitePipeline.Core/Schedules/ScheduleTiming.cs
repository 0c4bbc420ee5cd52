namespace LitePipeline.Core.Schedules;

/// <summary>When a schedule is due: by the original's fields, or by a cron expression.</summary>
/// <remarks>
/// Without <see cref="Cron"/>: each day at <see cref="Hour"/>:<see cref="Minute"/>; only on <see cref="DayOfMonth"/> where that is set, else only
/// on <see cref="DayOfWeek"/> where that is set. An unset hour or minute is 0, as with the original.
/// </remarks>
public sealed record ScheduleTiming
{
    /// <summary>0 to 59; -1 for unset.</summary>
    public int Minute { get; init; } = -1;

    /// <summary>0 to 23; -1 for unset.</summary>
    public int Hour { get; init; } = -1;

    /// <summary>1 to 31; -1 for unset.</summary>
    public int DayOfMonth { get; init; } = -1;

    /// <summary>1 (Monday) to 7 (Sunday); -1 for unset.</summary>
    public int DayOfWeek { get; init; } = -1;

    /// <summary>A cron expression of five fields, or six with seconds first; null to go by the fields above.</summary>
    public string? Cron { get; init; }

    /// <summary>The IANA name of the time zone; null for the manager's own.</summary>
    public string? TimeZone { get; init; }

    /// <summary>Nothing is due before this moment.</summary>
    public DateTimeOffset? StartAt { get; init; }

    /// <summary>Nothing is due after this moment.</summary>
    public DateTimeOffset? EndAt { get; init; }
}

/// <summary>Knows calendars and time zones. The machine asks it and keeps none of its own.</summary>
/// <remarks>Pure: the same question has the same answer. Safe for use by many threads.</remarks>
public interface IScheduleCalendar
{
    /// <summary>Says what is wrong with a timing, as a field's name and a message that says what to do; null for nothing.</summary>
    Refusal? FindProblem(ScheduleTiming timing);

    /// <summary>The first moment after <paramref name="after"/>, that moment excluded, at which <paramref name="timing"/> is due; null where it never is again.</summary>
    DateTimeOffset? NextAfter(ScheduleTiming timing, DateTimeOffset after);
}
