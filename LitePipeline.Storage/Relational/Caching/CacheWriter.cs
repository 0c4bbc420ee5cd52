using LitePipeline.Core.Caching;

namespace LitePipeline.Storage.Relational.Caching;

/// <summary>Writes the rows of cached results; those of their contents go with them.</summary>
internal sealed class CacheWriter(WriterConnection connection) : IDisposable
{
    private readonly IWriterStatement _add = connection.Prepare("""
        insert into cache_entries (sequence, key, application_id, task_id, recorded_at, action, artifacts, result)
        values (@sequence, @key, @application, @task, @recorded, @action, @artifacts, @result)
        """, "@sequence", "@key", "@application", "@task", "@recorded", "@action", "@artifacts", "@result");

    private readonly IWriterStatement _addContent = connection.Prepare(
        "insert into cache_contents (entry_sequence, sha256) values (@sequence, @sha256)", "@sequence", "@sha256");

    private readonly IWriterStatement _delete = connection.Prepare("delete from cache_entries where key = @key", "@key");

    public void Add(CacheEntryRecord entry)
    {
        _add.Queue(
            entry.Sequence,
            entry.Key,
            SqlValues.Of(entry.Application.Value),
            SqlValues.Of(entry.Source.Task.Value),
            SqlValues.Of(entry.Source.RecordedAt),
            entry.Source.Action,
            SqlValues.Of(entry.Artifacts, StoreJsonContext.Default.ImmutableArrayArtifact),
            SqlValues.Of(entry.Result));
        if (entry.Artifacts.IsDefaultOrEmpty) return;
        foreach (var sha256 in entry.Artifacts.Select(artifact => artifact.Sha256).Distinct()) _addContent.Queue(entry.Sequence, sha256);
    }

    public void Delete(string key) => _delete.Queue(key);

    public void Dispose()
    {
        _add.Dispose();
        _addContent.Dispose();
        _delete.Dispose();
    }
}
