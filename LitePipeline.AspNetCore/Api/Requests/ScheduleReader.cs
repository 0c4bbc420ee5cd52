using LitePipeline.Core;
using LitePipeline.Core.Schedules;

namespace LitePipeline.AspNetCore.Api.Requests;

/// <summary>Reads schedules, whole or as changes of one that is there.</summary>
internal static class ScheduleReader
{
    private static readonly string[] Fields = ["minute", "hour", "day_of_month", "day_of_week"];
    private static readonly ScheduleTiming Unset = new();

    /// <summary>As the compatible routes name things; of a change, what is not given stays.</summary>
    public static ScheduleContent ReadCompatible(JsonBody body, ScheduleContent? current) => new(
        Text(body, "schedule_name", "the schedule's name", current?.Name),
        Source(body, current),
        SourceId(body, current),
        body.ObjectOrItsText("input_data", current?.Input ?? JsonData.EmptyObject),
        Timing(body, current?.Timing ?? Unset),
        body.OneOf("missed", current?.Missed ?? MissedRuns.RunOnce),
        body.OneOf("overlap", current?.Overlap ?? RunOverlap.Allow),
        body.Flag("enable", current?.Enabled ?? false));

    /// <summary>As our own routes name things; of a change, what is not given stays.</summary>
    public static ScheduleContent Read(JsonBody body, ScheduleContent? current) => new(
        Text(body, "name", "the schedule's name", current?.Name),
        Source(body, current),
        SourceId(body, current),
        body.Object("input", current?.Input ?? JsonData.EmptyObject),
        Timing(body.Inner("timing"), current?.Timing ?? Unset),
        body.OneOf("missed", current?.Missed ?? MissedRuns.RunOnce),
        body.OneOf("overlap", current?.Overlap ?? RunOverlap.Allow),
        body.Flag("enabled", current?.Enabled ?? false));

    public static ScheduleContent Of(ScheduleRecord schedule) => new(
        schedule.Name, schedule.Source, schedule.SourceId, schedule.Input, schedule.Timing, schedule.Missed, schedule.Overlap, schedule.Enabled);

    private static string Text(JsonBody body, string field, string what, string? current) =>
        current is not null && !body.Has(field) ? current : body.RequiredText(field, what);

    private static ScheduleSource Source(JsonBody body, ScheduleContent? current)
    {
        if (current is not null && !body.Has("source")) return current.Source;
        body.RequiredText("source", "application or workflow");
        return body.OneOf("source", ScheduleSource.Application);
    }

    private static Guid SourceId(JsonBody body, ScheduleContent? current) =>
        current is not null && !body.Has("source_id") ? current.SourceId : body.RequiredId("source_id");

    // A schedule goes by the fields or by a cron expression: a change that gives the one takes the other away.
    private static ScheduleTiming Timing(JsonBody body, ScheduleTiming current)
    {
        var cron = Parameter.Text(body.Text("cron"));
        var givesFields = Fields.Any(body.Has);
        if (cron is not null && !givesFields) current = current with { Minute = Unset.Minute, Hour = Unset.Hour, DayOfMonth = Unset.DayOfMonth, DayOfWeek = Unset.DayOfWeek };
        return new ScheduleTiming
        {
            Minute = Number(body, "minute", current.Minute),
            Hour = Number(body, "hour", current.Hour),
            DayOfMonth = Number(body, "day_of_month", current.DayOfMonth),
            DayOfWeek = Number(body, "day_of_week", current.DayOfWeek),
            Cron = body.Has("cron") || givesFields ? cron : current.Cron,
            TimeZone = body.Has("time_zone") ? Parameter.Text(body.Text("time_zone")) : current.TimeZone,
            StartAt = body.Has("start_at") ? body.Moment("start_at") : current.StartAt,
            EndAt = body.Has("end_at") ? body.Moment("end_at") : current.EndAt,
        };
    }

    private static int Number(JsonBody body, string field, int current) => body.Has(field) ? body.Whole(field, -1) : current;
}
