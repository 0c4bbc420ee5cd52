using LitePipeline.Core.Schedules;

namespace LitePipeline.Storage.Relational.Schedules;

/// <summary>A row of <c>schedules</c>, as Dapper fills it.</summary>
internal sealed class ScheduleRow
{
    public const string Columns = """
        sequence as Sequence, id as Id, enabled as Enabled, source as Source, source_id as SourceId, missed as Missed, overlap as Overlap,
        minute as Minute, hour as Hour, day_of_month as DayOfMonth, day_of_week as DayOfWeek, start_at as StartAt, end_at as EndAt,
        created_at as CreatedAt, updated_at as UpdatedAt, decided_until as DecidedUntil, last_run_at as LastRunAt, last_run_id as LastRunId,
        name as Name, cron as Cron, time_zone as TimeZone, queued as Queued, input as Input
        """;

    public long Sequence { get; set; }
    public byte[] Id { get; set; } = [];
    public bool Enabled { get; set; }
    public long Source { get; set; }
    public byte[] SourceId { get; set; } = [];
    public long Missed { get; set; }
    public long Overlap { get; set; }
    public int Minute { get; set; }
    public int Hour { get; set; }
    public int DayOfMonth { get; set; }
    public int DayOfWeek { get; set; }
    public long? StartAt { get; set; }
    public long? EndAt { get; set; }
    public long CreatedAt { get; set; }
    public long UpdatedAt { get; set; }
    public long DecidedUntil { get; set; }
    public long? LastRunAt { get; set; }
    public byte[]? LastRunId { get; set; }
    public string Name { get; set; } = "";
    public string? Cron { get; set; }
    public string? TimeZone { get; set; }
    public byte[]? Queued { get; set; }
    public byte[]? Input { get; set; }

    public ScheduleRecord ToRecord() => new()
    {
        Id = new ScheduleId(SqlValues.Id(Id)),
        Sequence = Sequence,
        Name = Name,
        Source = (ScheduleSource)Source,
        SourceId = SqlValues.Id(SourceId),
        Input = SqlValues.Json(Input),
        Timing = new ScheduleTiming
        {
            Minute = Minute,
            Hour = Hour,
            DayOfMonth = DayOfMonth,
            DayOfWeek = DayOfWeek,
            Cron = Cron,
            TimeZone = TimeZone,
            StartAt = SqlValues.Time(StartAt),
            EndAt = SqlValues.Time(EndAt),
        },
        Missed = (MissedRuns)Missed,
        Overlap = (RunOverlap)Overlap,
        Enabled = Enabled,
        CreatedAt = SqlValues.Time(CreatedAt),
        UpdatedAt = SqlValues.Time(UpdatedAt),
        State = new ScheduleState(
            SqlValues.Time(DecidedUntil),
            SqlValues.Time(LastRunAt),
            LastRunId is null ? null : SqlValues.Id(LastRunId),
            SqlValues.List(Queued, StoreJsonContext.Default.ImmutableArrayDateTimeOffset)),
    };
}
