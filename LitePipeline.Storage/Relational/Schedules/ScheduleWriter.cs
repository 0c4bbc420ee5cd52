using LitePipeline.Core;
using LitePipeline.Core.Schedules;

namespace LitePipeline.Storage.Relational.Schedules;

/// <summary>Writes the rows of schedules.</summary>
internal sealed class ScheduleWriter(WriterConnection connection) : IDisposable
{
    private readonly IWriterStatement _update = connection.Prepare("""
        update schedules set decided_until = @decided, last_run_at = @last, last_run_id = @run, queued = @queued where id = @id
        """, "@id", "@decided", "@last", "@run", "@queued");

    private readonly IWriterStatement _replace = connection.Prepare("""
        update schedules set enabled = @enabled, source = @source, source_id = @target, missed = @missed, overlap = @overlap,
            minute = @minute, hour = @hour, day_of_month = @month, day_of_week = @week, start_at = @start, end_at = @end, created_at = @created, updated_at = @updated,
            decided_until = @decided, last_run_at = @last, last_run_id = @run, name = @name, cron = @cron, time_zone = @zone, queued = @queued, input = @input
        where id = @id and sequence = @sequence
        """, Parameters);

    private readonly IWriterStatement _add = connection.Prepare("""
        insert into schedules (sequence, id, enabled, source, source_id, missed, overlap, minute, hour, day_of_month, day_of_week, start_at, end_at,
            created_at, updated_at, decided_until, last_run_at, last_run_id, name, cron, time_zone, queued, input)
        values (@sequence, @id, @enabled, @source, @target, @missed, @overlap, @minute, @hour, @month, @week, @start, @end,
            @created, @updated, @decided, @last, @run, @name, @cron, @zone, @queued, @input)
        """, Parameters);

    private readonly RowRemoval _removal = new(connection, "schedules", "schedule");

    private static ReadOnlySpan<string> Parameters => new[]
    {
        "@sequence", "@id", "@enabled", "@source", "@target", "@missed", "@overlap", "@minute", "@hour", "@month", "@week", "@start", "@end",
        "@created", "@updated", "@decided", "@last", "@run", "@name", "@cron", "@zone", "@queued", "@input",
    };

    public void Save(ScheduleRecord schedule)
    {
        object?[] values =
        [
            schedule.Sequence,
            SqlValues.Of(schedule.Id.Value),
            SqlValues.Of(schedule.Enabled),
            SqlValues.Of(schedule.Source),
            SqlValues.Of(schedule.SourceId),
            SqlValues.Of(schedule.Missed),
            SqlValues.Of(schedule.Overlap),
            schedule.Timing.Minute,
            schedule.Timing.Hour,
            schedule.Timing.DayOfMonth,
            schedule.Timing.DayOfWeek,
            SqlValues.Of(schedule.Timing.StartAt),
            SqlValues.Of(schedule.Timing.EndAt),
            SqlValues.Of(schedule.CreatedAt),
            SqlValues.Of(schedule.UpdatedAt),
            SqlValues.Of(schedule.State.DecidedUntil),
            SqlValues.Of(schedule.State.LastRunAt),
            SqlValues.Of(schedule.State.LastRunId),
            schedule.Name,
            schedule.Timing.Cron,
            schedule.Timing.TimeZone,
            Queued(schedule.State),
            SqlValues.Of(schedule.Input),
        ];
        if (_replace.Execute(values) == 0) _add.Execute(values);
    }

    public void Update(ScheduleId id, ScheduleState state) => _update.QueueFor(
        "schedule",
        id.Value,
        SqlValues.Of(id.Value),
        SqlValues.Of(state.DecidedUntil),
        SqlValues.Of(state.LastRunAt),
        SqlValues.Of(state.LastRunId),
        Queued(state));

    public void Delete(ScheduleId id) => _removal.Delete(id.Value);

    public void Dispose()
    {
        _update.Dispose();
        _replace.Dispose();
        _add.Dispose();
        _removal.Dispose();
    }

    private static object? Queued(ScheduleState state) => SqlValues.Of(state.Queued, StoreJsonContext.Default.ImmutableArrayDateTimeOffset);
}
