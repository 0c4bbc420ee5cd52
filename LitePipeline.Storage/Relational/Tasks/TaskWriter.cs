using LitePipeline.Core;
using LitePipeline.Core.Actions;
using LitePipeline.Core.Tasks;
using LitePipeline.Storage.Relational.Artifacts;

namespace LitePipeline.Storage.Relational.Tasks;

/// <summary>Writes the rows of tasks.</summary>
internal sealed class TaskWriter(WriterConnection connection) : IDisposable
{
    /// <summary>The mark of the highest attempt of a removed task.</summary>
    public const string RemovedAttempt = "removed_attempt";

    private readonly IWriterStatement _add = connection.Prepare("""
        insert into tasks (sequence, id, stage, status, application_id, work_id, service_id, schedule_id, created_at, updated_at, started_at, ended_at, stop_signal,
            name, version, message, input, priority, attempt_base)
        values (@sequence, @id, @stage, @status, @application, @work, @service, @schedule, @created, @updated, @started, @ended, @signal,
            @name, @version, @message, @input, @priority, @base)
        """, "@sequence", "@id", "@stage", "@status", "@application", "@work", "@service", "@schedule", "@created", "@updated", "@started", "@ended", "@signal",
        "@name", "@version", "@message", "@input", "@priority", "@base");

    private readonly IWriterStatement _update = connection.Prepare("""
        update tasks set stage = @stage, status = @status, updated_at = @updated, started_at = @started, ended_at = @ended, stop_signal = @signal, message = @message,
            attempt_base = @base
        where id = @id
        """, "@id", "@stage", "@status", "@updated", "@started", "@ended", "@signal", "@message", "@base");

    private readonly IWriterStatement _version = connection.Prepare("update tasks set version = @version where id = @id", "@id", "@version");
    private readonly RowRemoval _removal = new(connection, "tasks", "task");
    private readonly IWriterStatement _removedAttempt = connection.Prepare($"""
        insert into high_marks (name, value) values ('{RemovedAttempt}', @attempt)
        on conflict (name) do update set value = excluded.value where excluded.value > high_marks.value
        """, "@attempt");

    private readonly ActionWriter _actions = new(connection);
    private readonly ArtifactWriter _artifacts = new(connection);

    public void Add(TaskRecord task) => _add.Queue(
        task.Sequence,
        SqlValues.Of(task.Id.Value),
        SqlValues.Of(task.State.Stage),
        SqlValues.Of(task.State.Status),
        SqlValues.Of(task.Application.Value),
        SqlValues.Of(task.Work?.Value),
        SqlValues.Of(task.Service?.Value),
        SqlValues.Of(task.Schedule?.Value),
        SqlValues.Of(task.CreatedAt),
        SqlValues.Of(task.State.UpdatedAt),
        SqlValues.Of(task.State.StartedAt),
        SqlValues.Of(task.State.EndedAt),
        SqlValues.Of(task.State.StopSignal),
        task.Name,
        task.Version,
        task.State.Message,
        SqlValues.Of(task.Input),
        task.Priority,
        task.State.AttemptBase);

    public void Update(TaskId id, TaskState state) => _update.QueueFor(
        "task",
        id.Value,
        SqlValues.Of(id.Value),
        SqlValues.Of(state.Stage),
        SqlValues.Of(state.Status),
        SqlValues.Of(state.UpdatedAt),
        SqlValues.Of(state.StartedAt),
        SqlValues.Of(state.EndedAt),
        SqlValues.Of(state.StopSignal),
        state.Message,
        state.AttemptBase);

    public void Restart(TaskId id, string version, TaskState state)
    {
        Update(id, state);
        _version.Queue(SqlValues.Of(id.Value), version);
        _actions.DeleteAll(id);
    }

    public void Delete(TaskId id, int lastAttempt)
    {
        _removal.Delete(id.Value);
        _removedAttempt.Queue(lastAttempt);
    }

    public void Save(ActionRecord action)
    {
        _actions.Save(action);
        _artifacts.Save(action);
    }

    public void DeleteAction(TaskId task, string name) => _actions.Delete(task, name);

    public void Dispose()
    {
        _add.Dispose();
        _update.Dispose();
        _version.Dispose();
        _removal.Dispose();
        _removedAttempt.Dispose();
        _actions.Dispose();
        _artifacts.Dispose();
    }
}
