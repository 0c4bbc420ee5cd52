using LitePipeline.Core.Actions;
using LitePipeline.Core.Tasks;

namespace LitePipeline.Storage.Relational.Tasks;

/// <summary>Writes the rows of actions.</summary>
internal sealed class ActionWriter(WriterConnection connection) : IDisposable
{
    private readonly IWriterStatement _save = connection.Prepare("""
        insert into actions (task_sequence, name, ordinal, stage, status, attempt, node, started_at, ended_at, return_code, failure_kind, failure, result, retries, losses, retry_at, earlier, artifacts, cached)
        select sequence, @name, @ordinal, @stage, @status, @attempt, @node, @started, @ended, @code, @kind, @failure, @result, @retries, @losses, @retry, @earlier, @artifacts, @cached from tasks where id = @task
        on conflict (task_sequence, name) do update set
            ordinal = excluded.ordinal, stage = excluded.stage, status = excluded.status, attempt = excluded.attempt, node = excluded.node,
            started_at = excluded.started_at, ended_at = excluded.ended_at, return_code = excluded.return_code,
            failure_kind = excluded.failure_kind, failure = excluded.failure, result = excluded.result,
            retries = excluded.retries, losses = excluded.losses, retry_at = excluded.retry_at, earlier = excluded.earlier, artifacts = excluded.artifacts, cached = excluded.cached
        """, "@task", "@name", "@ordinal", "@stage", "@status", "@attempt", "@node", "@started", "@ended", "@code", "@kind", "@failure", "@result",
        "@retries", "@losses", "@retry", "@earlier", "@artifacts", "@cached");

    private readonly IWriterStatement _delete = connection.Prepare("delete from actions where task_sequence = (select sequence from tasks where id = @task) and name = @name", "@task", "@name");

    private readonly IWriterStatement _deleteAll = connection.Prepare("delete from actions where task_sequence = (select sequence from tasks where id = @task)", "@task");

    public void Save(ActionRecord action) => _save.QueueFor(
        "task",
        action.Task.Value,
        SqlValues.Of(action.Task.Value),
        action.Name,
        action.Ordinal,
        SqlValues.Of(action.Stage),
        SqlValues.Of(action.Status),
        action.Attempt,
        SqlValues.Of(action.Node?.Value),
        SqlValues.Of(action.StartedAt),
        SqlValues.Of(action.EndedAt),
        action.ReturnCode,
        SqlValues.Of(action.Failure?.Kind),
        action.Failure?.Message,
        SqlValues.Of(action.Result),
        action.Retries,
        action.Losses,
        SqlValues.Of(action.RetryAt),
        SqlValues.Of(action.Earlier, StoreJsonContext.Default.ImmutableArrayEarlierAttempt),
        SqlValues.Of(action.Artifacts, StoreJsonContext.Default.ImmutableArrayArtifact),
        SqlValues.Of(action.Cached, StoreJsonContext.Default.CacheSource));

    public void Delete(TaskId task, string name) => _delete.Queue(SqlValues.Of(task.Value), name);

    public void DeleteAll(TaskId task) => _deleteAll.Queue(SqlValues.Of(task.Value));

    public void Dispose()
    {
        _save.Dispose();
        _delete.Dispose();
        _deleteAll.Dispose();
    }
}
