using LitePipeline.Core;
using LitePipeline.Core.Services;

namespace LitePipeline.Storage.Relational.Services;

/// <summary>Writes the rows of services.</summary>
internal sealed class ServiceWriter(WriterConnection connection) : IDisposable
{
    private readonly IWriterStatement _update = connection.Prepare("""
        update services set task_id = @task, stage = @stage, status = @status, starts = @starts, failures_in_a_row = @failures, restart_at = @restart, message = @message
        where id = @id
        """, "@id", "@task", "@stage", "@status", "@starts", "@failures", "@restart", "@message");

    private readonly IWriterStatement _replace = connection.Prepare("""
        update services set enabled = @enabled, application_id = @application, signal = @signal, created_at = @created, updated_at = @updated,
            task_id = @task, stage = @stage, status = @status, starts = @starts, failures_in_a_row = @failures, restart_at = @restart,
            name = @name, description = @description, message = @message, input = @input
        where id = @id and sequence = @sequence
        """, Parameters);

    private readonly IWriterStatement _add = connection.Prepare("""
        insert into services (sequence, id, enabled, application_id, signal, created_at, updated_at,
            task_id, stage, status, starts, failures_in_a_row, restart_at, name, description, message, input)
        values (@sequence, @id, @enabled, @application, @signal, @created, @updated,
            @task, @stage, @status, @starts, @failures, @restart, @name, @description, @message, @input)
        """, Parameters);

    private readonly RowRemoval _removal = new(connection, "services", "service");

    private static ReadOnlySpan<string> Parameters => new[]
    {
        "@sequence", "@id", "@enabled", "@application", "@signal", "@created", "@updated",
        "@task", "@stage", "@status", "@starts", "@failures", "@restart", "@name", "@description", "@message", "@input",
    };

    public void Save(ServiceRecord service)
    {
        object?[] values =
        [
            service.Sequence,
            SqlValues.Of(service.Id.Value),
            SqlValues.Of(service.Enabled),
            SqlValues.Of(service.Application.Value),
            SqlValues.Of(service.Signal),
            SqlValues.Of(service.CreatedAt),
            SqlValues.Of(service.UpdatedAt),
            SqlValues.Of(service.State.Task?.Value),
            SqlValues.Of(service.State.Stage),
            SqlValues.Of(service.State.Status),
            service.State.Starts,
            service.State.FailuresInARow,
            SqlValues.Of(service.State.RestartAt),
            service.Name,
            service.Description,
            service.State.Message,
            SqlValues.Of(service.Input),
        ];
        if (_replace.Execute(values) == 0) _add.Execute(values);
    }

    public void Update(ServiceId id, ServiceState state) => _update.QueueFor(
        "service",
        id.Value,
        SqlValues.Of(id.Value),
        SqlValues.Of(state.Task?.Value),
        SqlValues.Of(state.Stage),
        SqlValues.Of(state.Status),
        state.Starts,
        state.FailuresInARow,
        SqlValues.Of(state.RestartAt),
        state.Message);

    public void Delete(ServiceId id) => _removal.Delete(id.Value);

    public void Dispose()
    {
        _update.Dispose();
        _replace.Dispose();
        _add.Dispose();
        _removal.Dispose();
    }
}
