using LitePipeline.Core.Actions;
using LitePipeline.Core.Nodes;
using LitePipeline.Core.Tasks;

namespace LitePipeline.Storage.Relational.Tasks;

/// <summary>A row of <c>actions</c> with its task's id, as Dapper fills it.</summary>
internal sealed class ActionRow
{
    public const string Columns = """
        t.id as Task, a.name as Name, a.ordinal as Ordinal, a.stage as Stage, a.status as Status, a.attempt as Attempt, a.node as Node,
        a.started_at as StartedAt, a.ended_at as EndedAt, a.return_code as ReturnCode, a.failure_kind as FailureKind, a.failure as Failure, a.result as Result,
        a.retries as Retries, a.losses as Losses, a.retry_at as RetryAt, a.earlier as Earlier, a.artifacts as Artifacts, a.cached as Cached
        """;

    public byte[] Task { get; set; } = [];
    public string Name { get; set; } = "";
    public long Ordinal { get; set; }
    public long Stage { get; set; }
    public long? Status { get; set; }
    public long Attempt { get; set; }
    public byte[]? Node { get; set; }
    public long? StartedAt { get; set; }
    public long? EndedAt { get; set; }
    public long? ReturnCode { get; set; }
    public long? FailureKind { get; set; }
    public string? Failure { get; set; }
    public byte[]? Result { get; set; }
    public int Retries { get; set; }
    public int Losses { get; set; }
    public long? RetryAt { get; set; }
    public byte[]? Earlier { get; set; }
    public byte[]? Artifacts { get; set; }
    public byte[]? Cached { get; set; }

    public ActionRecord ToRecord() => new()
    {
        Task = new TaskId(SqlValues.Id(Task)),
        Name = Name,
        Ordinal = (int)Ordinal,
        Stage = (RunStage)Stage,
        Status = (RunStatus?)Status,
        Attempt = (int)Attempt,
        Node = SqlValues.Id<NodeId>(Node),
        StartedAt = SqlValues.Time(StartedAt),
        EndedAt = SqlValues.Time(EndedAt),
        ReturnCode = (int?)ReturnCode,
        Result = SqlValues.Json(Result),
        Failure = FailureKind is { } kind ? new ActionFailure((ActionFailureKind)kind, Failure ?? "") : null,
        Retries = Retries,
        Losses = Losses,
        RetryAt = SqlValues.Time(RetryAt),
        Earlier = SqlValues.List(Earlier, StoreJsonContext.Default.ImmutableArrayEarlierAttempt),
        Artifacts = SqlValues.List(Artifacts, StoreJsonContext.Default.ImmutableArrayArtifact),
        Cached = SqlValues.Object(Cached, StoreJsonContext.Default.CacheSource),
    };
}
