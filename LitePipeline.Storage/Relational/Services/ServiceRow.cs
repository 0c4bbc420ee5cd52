using LitePipeline.Core.Applications;
using LitePipeline.Core.Services;
using LitePipeline.Core.Tasks;

namespace LitePipeline.Storage.Relational.Services;

/// <summary>A row of <c>services</c>, as Dapper fills it.</summary>
internal sealed class ServiceRow
{
    public const string Columns = """
        sequence as Sequence, id as Id, enabled as Enabled, application_id as Application, signal as Signal, created_at as CreatedAt, updated_at as UpdatedAt,
        task_id as TaskId, stage as Stage, status as Status, starts as Starts, failures_in_a_row as FailuresInARow, restart_at as RestartAt,
        name as Name, description as Description, message as Message, input as Input
        """;

    public long Sequence { get; set; }
    public byte[] Id { get; set; } = [];
    public bool Enabled { get; set; }
    public byte[] Application { get; set; } = [];
    public long Signal { get; set; }
    public long CreatedAt { get; set; }
    public long UpdatedAt { get; set; }
    public byte[]? TaskId { get; set; }
    public long? Stage { get; set; }
    public long? Status { get; set; }
    public long Starts { get; set; }
    public int FailuresInARow { get; set; }
    public long? RestartAt { get; set; }
    public string Name { get; set; } = "";
    public string Description { get; set; } = "";
    public string? Message { get; set; }
    public byte[]? Input { get; set; }

    public ServiceRecord ToRecord() => new()
    {
        Id = new ServiceId(SqlValues.Id(Id)),
        Sequence = Sequence,
        Name = Name,
        Description = Description,
        Application = new AppId(SqlValues.Id(Application)),
        Input = SqlValues.Json(Input),
        Signal = (StopSignal)Signal,
        Enabled = Enabled,
        CreatedAt = SqlValues.Time(CreatedAt),
        UpdatedAt = SqlValues.Time(UpdatedAt),
        State = new ServiceState(
            SqlValues.Id<TaskId>(TaskId),
            (RunStage?)Stage,
            (RunStatus?)Status,
            Starts,
            FailuresInARow,
            SqlValues.Time(RestartAt),
            Message),
    };
}
