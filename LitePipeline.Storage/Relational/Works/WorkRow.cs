using LitePipeline.Core.Schedules;
using LitePipeline.Core.Tasks;
using LitePipeline.Core.Workflows;
using LitePipeline.Core.Works;

namespace LitePipeline.Storage.Relational.Works;

/// <summary>A row of <c>works</c>, as Dapper fills it.</summary>
internal sealed class WorkRow
{
    public const string Columns = """
        sequence as Sequence, id as Id, stage as Stage, status as Status, workflow_id as Workflow, schedule_id as ScheduleId,
        created_at as CreatedAt, updated_at as UpdatedAt, started_at as StartedAt, ended_at as EndedAt, stop_signal as StopSignal,
        run as Run, name as Name, message as Message, input as Input, configuration as Configuration
        """;

    public long Sequence { get; set; }
    public byte[] Id { get; set; } = [];
    public long Stage { get; set; }
    public long? Status { get; set; }
    public byte[] Workflow { get; set; } = [];
    public byte[]? ScheduleId { get; set; }
    public long CreatedAt { get; set; }
    public long UpdatedAt { get; set; }
    public long? StartedAt { get; set; }
    public long? EndedAt { get; set; }
    public long? StopSignal { get; set; }
    public long Run { get; set; }
    public string Name { get; set; } = "";
    public string? Message { get; set; }
    public byte[]? Input { get; set; }
    public byte[]? Configuration { get; set; }

    public WorkRecord ToRecord() => new()
    {
        Id = new WorkId(SqlValues.Id(Id)),
        Sequence = Sequence,
        Name = Name,
        Workflow = new WorkflowId(SqlValues.Id(Workflow)),
        Configuration = SqlValues.Json(Configuration),
        Input = SqlValues.Json(Input),
        Schedule = SqlValues.Id<ScheduleId>(ScheduleId),
        CreatedAt = SqlValues.Time(CreatedAt),
        State = new WorkState(
            (RunStage)Stage,
            (RunStatus?)Status,
            SqlValues.Time(UpdatedAt),
            SqlValues.Time(StartedAt),
            SqlValues.Time(EndedAt),
            Message,
            (StopSignal?)StopSignal,
            (int)Run),
    };
}
