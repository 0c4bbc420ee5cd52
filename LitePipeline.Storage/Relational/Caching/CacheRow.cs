using LitePipeline.Core.Applications;
using LitePipeline.Core.Caching;
using LitePipeline.Core.Tasks;

namespace LitePipeline.Storage.Relational.Caching;

/// <summary>A row of <c>cache_entries</c>, as Dapper fills it.</summary>
internal sealed class CacheRow
{
    public const string Columns = """
        c.sequence as Sequence, c.key as Key, c.application_id as Application, c.task_id as Task, c.recorded_at as RecordedAt, c.action as Action,
        c.artifacts as Artifacts, c.result as Result
        """;

    public long Sequence { get; set; }
    public string Key { get; set; } = "";
    public byte[] Application { get; set; } = [];
    public byte[] Task { get; set; } = [];
    public long RecordedAt { get; set; }
    public string Action { get; set; } = "";
    public byte[]? Artifacts { get; set; }
    public byte[]? Result { get; set; }

    public CacheEntryRecord ToRecord() => new()
    {
        Sequence = Sequence,
        Key = Key,
        Application = new AppId(SqlValues.Id(Application)),
        Source = new CacheSource(new TaskId(SqlValues.Id(Task)), Action, SqlValues.Time(RecordedAt)),
        Artifacts = SqlValues.List(Artifacts, StoreJsonContext.Default.ImmutableArrayArtifact),
        Result = SqlValues.Json(Result),
    };
}
