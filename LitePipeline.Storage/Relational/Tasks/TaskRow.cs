using LitePipeline.Core.Applications;
using LitePipeline.Core.Schedules;
using LitePipeline.Core.Services;
using LitePipeline.Core.Tasks;
using LitePipeline.Core.Works;

namespace LitePipeline.Storage.Relational.Tasks;

/// <summary>A row of <c>tasks</c>, as Dapper fills it.</summary>
internal sealed class TaskRow
{
    public const string Columns = """
        sequence as Sequence, id as Id, stage as Stage, status as Status, application_id as Application, work_id as WorkId, service_id as ServiceId, schedule_id as ScheduleId,
        created_at as CreatedAt, updated_at as UpdatedAt, started_at as StartedAt, ended_at as EndedAt, stop_signal as StopSignal,
        name as Name, version as Version, message as Message, input as Input, priority as Priority, attempt_base as AttemptBase
        """;

    public long Sequence { get; set; }
    public byte[] Id { get; set; } = [];
    public long Stage { get; set; }
    public long? Status { get; set; }
    public byte[] Application { get; set; } = [];
    public byte[]? WorkId { get; set; }
    public byte[]? ServiceId { get; set; }
    public byte[]? ScheduleId { get; set; }
    public long CreatedAt { get; set; }
    public long UpdatedAt { get; set; }
    public long? StartedAt { get; set; }
    public long? EndedAt { get; set; }
    public long? StopSignal { get; set; }
    public string Name { get; set; } = "";
    public string Version { get; set; } = "";
    public string? Message { get; set; }
    public byte[]? Input { get; set; }
    public int Priority { get; set; }
    public int AttemptBase { get; set; }

    public TaskRecord ToRecord() => new()
    {
        Id = new TaskId(SqlValues.Id(Id)),
        Sequence = Sequence,
        Name = Name,
        Application = new AppId(SqlValues.Id(Application)),
        Version = Version,
        Input = SqlValues.Json(Input),
        Priority = Priority,
        Work = SqlValues.Id<WorkId>(WorkId),
        Service = SqlValues.Id<ServiceId>(ServiceId),
        Schedule = SqlValues.Id<ScheduleId>(ScheduleId),
        CreatedAt = SqlValues.Time(CreatedAt),
        State = new TaskState(
            (RunStage)Stage,
            (RunStatus?)Status,
            SqlValues.Time(UpdatedAt),
            SqlValues.Time(StartedAt),
            SqlValues.Time(EndedAt),
            Message,
            (StopSignal?)StopSignal,
            AttemptBase),
    };
}
