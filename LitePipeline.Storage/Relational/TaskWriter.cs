using System.Data.Common;
using LitePipeline.Core;
using LitePipeline.Core.Actions;
using LitePipeline.Core.Tasks;

namespace LitePipeline.Storage.Relational;

/// <summary>Writes the rows of tasks and actions.</summary>
internal sealed class TaskWriter(DbConnection connection) : IDisposable
{
    private readonly PreparedStatement _add = new(connection, """
        insert into tasks (sequence, id, stage, status, application_id, work_id, service_id, created_at, updated_at, started_at, ended_at, stop_signal, name, version, message, input)
        values (@sequence, @id, @stage, @status, @application, @work, @service, @created, @updated, @started, @ended, @signal, @name, @version, @message, @input)
        """, "@sequence", "@id", "@stage", "@status", "@application", "@work", "@service", "@created", "@updated", "@started", "@ended", "@signal", "@name", "@version", "@message", "@input");

    private readonly PreparedStatement _update = new(connection, """
        update tasks set stage = @stage, status = @status, updated_at = @updated, started_at = @started, ended_at = @ended, stop_signal = @signal, message = @message
        where id = @id
        """, "@id", "@stage", "@status", "@updated", "@started", "@ended", "@signal", "@message");

    private readonly PreparedStatement _mark = new(connection, """
        insert into high_marks (name, value) select 'task', sequence from tasks where id = @id
        on conflict (name) do update set value = excluded.value where excluded.value > high_marks.value
        """, "@id");

    private readonly PreparedStatement _delete = new(connection, "delete from tasks where id = @id", "@id");

    private readonly PreparedStatement _saveAction = new(connection, """
        insert into actions (task_sequence, name, ordinal, stage, status, attempt, node, started_at, ended_at, return_code, failure_kind, failure, result)
        select sequence, @name, @ordinal, @stage, @status, @attempt, @node, @started, @ended, @code, @kind, @failure, @result from tasks where id = @task
        on conflict (task_sequence, name) do update set
            ordinal = excluded.ordinal, stage = excluded.stage, status = excluded.status, attempt = excluded.attempt, node = excluded.node,
            started_at = excluded.started_at, ended_at = excluded.ended_at, return_code = excluded.return_code,
            failure_kind = excluded.failure_kind, failure = excluded.failure, result = excluded.result
        """, "@task", "@name", "@ordinal", "@stage", "@status", "@attempt", "@node", "@started", "@ended", "@code", "@kind", "@failure", "@result");

    public void Add(DbTransaction transaction, TaskRecord task) => _add.Execute(
        transaction,
        task.Sequence,
        SqlValues.Of(task.Id.Value),
        SqlValues.Of(task.State.Stage),
        SqlValues.Of(task.State.Status),
        SqlValues.Of(task.Application.Value),
        SqlValues.Of(task.Work?.Value),
        SqlValues.Of(task.Service?.Value),
        SqlValues.Of(task.CreatedAt),
        SqlValues.Of(task.State.UpdatedAt),
        SqlValues.Of(task.State.StartedAt),
        SqlValues.Of(task.State.EndedAt),
        SqlValues.Of(task.State.StopSignal),
        task.Name,
        task.Version,
        task.State.Message,
        SqlValues.Of(task.Input));

    public void Update(DbTransaction transaction, TaskId id, TaskState state)
    {
        var touched = _update.Execute(
            transaction,
            SqlValues.Of(id.Value),
            SqlValues.Of(state.Stage),
            SqlValues.Of(state.Status),
            SqlValues.Of(state.UpdatedAt),
            SqlValues.Of(state.StartedAt),
            SqlValues.Of(state.EndedAt),
            SqlValues.Of(state.StopSignal),
            state.Message);
        if (touched == 0) throw UnknownTask(id);
    }

    public void Delete(DbTransaction transaction, TaskId id)
    {
        _mark.Execute(transaction, SqlValues.Of(id.Value));
        _delete.Execute(transaction, SqlValues.Of(id.Value));
    }

    public void Save(DbTransaction transaction, ActionRecord action)
    {
        var touched = _saveAction.Execute(
            transaction,
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
            SqlValues.Of(action.Result));
        if (touched == 0) throw UnknownTask(action.Task);
    }

    public void Dispose()
    {
        _add.Dispose();
        _update.Dispose();
        _mark.Dispose();
        _delete.Dispose();
        _saveAction.Dispose();
    }

    private static StoreException UnknownTask(TaskId id) => new($"The task {id} is not in the store.");
}
