using LitePipeline.Core.Applications;
using LitePipeline.Core.Tasks;
using LitePipeline.Core.Works;

namespace LitePipeline.Storage.Relational.Works;

/// <summary>A row of <c>work_steps</c> with its work's id, as Dapper fills it.</summary>
internal sealed class WorkStepRow
{
    public const string Columns = """
        w.id as Work, s.name as Name, s.application_id as Application, s.task_id as TaskId, s.stage as Stage, s.status as Status, s.message as Message, s.output as Output
        """;

    public byte[] Work { get; set; } = [];
    public string Name { get; set; } = "";
    public byte[] Application { get; set; } = [];
    public byte[]? TaskId { get; set; }
    public long Stage { get; set; }
    public long? Status { get; set; }
    public string? Message { get; set; }
    public byte[]? Output { get; set; }

    public WorkStepRecord ToRecord() => new()
    {
        Work = new WorkId(SqlValues.Id(Work)),
        Name = Name,
        Application = new AppId(SqlValues.Id(Application)),
        Task = SqlValues.Id<TaskId>(TaskId),
        Stage = (RunStage)Stage,
        Status = (RunStatus?)Status,
        Output = SqlValues.Json(Output),
        Message = Message,
    };
}
