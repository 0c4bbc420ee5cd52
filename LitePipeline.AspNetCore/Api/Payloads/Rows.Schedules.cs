using System.Globalization;
using LitePipeline.AspNetCore.Api.Requests;
using LitePipeline.Core.Schedules;
using LitePipeline.Core.Services;

namespace LitePipeline.AspNetCore.Api.Payloads;

internal static partial class Rows
{
    public static ScheduleRow Of(ScheduleRecord schedule) => new()
    {
        Id = schedule.Sequence,
        ScheduleId = schedule.Id.Value,
        ScheduleName = schedule.Name,
        Source = schedule.Source,
        SourceId = schedule.SourceId,
        CreateAt = Time(schedule.CreatedAt),
        UpdateAt = Time(schedule.UpdatedAt),
        InputData = schedule.Input,
        Minute = schedule.Timing.Minute,
        Hour = schedule.Timing.Hour,
        DayOfMonth = schedule.Timing.DayOfMonth,
        DayOfWeek = schedule.Timing.DayOfWeek,
        Enable = schedule.Enabled,
        Cron = schedule.Timing.Cron,
        TimeZone = schedule.Timing.TimeZone,
        StartAt = schedule.Timing.StartAt,
        EndAt = schedule.Timing.EndAt,
        Missed = schedule.Missed,
        Overlap = schedule.Overlap,
        LastRunAt = Time(schedule.State.LastRunAt),
        LastRunId = schedule.State.LastRunId,
    };

    public static ScheduleCacheRow Of(ScheduleRow row, ScheduleState state, ScheduleView view) => new(row)
    {
        Executed = state.LastRunAt?.ToLocalTime().ToString("yyyy-MM-dd", CultureInfo.InvariantCulture),
        NextAt = Time(view.NextAt),
        Active = view.Active,
        Queued = view.Queued,
        Problem = view.Problem,
    };

    public static ServiceRow Of(ServiceRecord service) => new()
    {
        Id = service.Sequence,
        ServiceId = service.Id.Value,
        Name = service.Name,
        ApplicationId = service.Application.Value,
        TaskId = Text(service.State.Task?.Value),
        CreateAt = Time(service.CreatedAt),
        UpdateAt = Time(service.UpdatedAt),
        Stage = service.State.Stage is { } stage ? Parameter.Word(stage) : "",
        Status = service.State.Status is { } status ? Parameter.Word(status) : "",
        InputData = service.Input,
        Description = service.Description,
        Signal = (int)service.Signal,
        Enable = service.Enabled,
        Starts = service.State.Starts,
        RestartAt = Time(service.State.RestartAt),
        Message = service.State.Message,
    };
}
