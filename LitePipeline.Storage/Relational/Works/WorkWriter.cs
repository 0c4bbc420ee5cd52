using LitePipeline.Core;
using LitePipeline.Core.Works;

namespace LitePipeline.Storage.Relational.Works;

/// <summary>Writes the rows of works.</summary>
internal sealed class WorkWriter(WriterConnection connection) : IDisposable
{
    private readonly IWriterStatement _add = connection.Prepare("""
        insert into works (sequence, id, stage, status, workflow_id, schedule_id, created_at, updated_at, started_at, ended_at, stop_signal, run, name, message, input, configuration)
        values (@sequence, @id, @stage, @status, @workflow, @schedule, @created, @updated, @started, @ended, @signal, @run, @name, @message, @input, @configuration)
        """, "@sequence", "@id", "@stage", "@status", "@workflow", "@schedule", "@created", "@updated", "@started", "@ended", "@signal", "@run", "@name", "@message", "@input", "@configuration");

    private readonly IWriterStatement _update = connection.Prepare("""
        update works set stage = @stage, status = @status, updated_at = @updated, started_at = @started, ended_at = @ended, stop_signal = @signal, run = @run, message = @message
        where id = @id
        """, "@id", "@stage", "@status", "@updated", "@started", "@ended", "@signal", "@run", "@message");

    private readonly IWriterStatement _configure = connection.Prepare("update works set configuration = @configuration where id = @id", "@id", "@configuration");
    private readonly RowRemoval _removal = new(connection, "works", "work");
    private readonly WorkStepWriter _steps = new(connection);

    public void Add(WorkRecord work) => _add.Queue(
        work.Sequence,
        SqlValues.Of(work.Id.Value),
        SqlValues.Of(work.State.Stage),
        SqlValues.Of(work.State.Status),
        SqlValues.Of(work.Workflow.Value),
        SqlValues.Of(work.Schedule?.Value),
        SqlValues.Of(work.CreatedAt),
        SqlValues.Of(work.State.UpdatedAt),
        SqlValues.Of(work.State.StartedAt),
        SqlValues.Of(work.State.EndedAt),
        SqlValues.Of(work.State.StopSignal),
        work.State.Run,
        work.Name,
        work.State.Message,
        SqlValues.Of(work.Input),
        SqlValues.Of(work.Configuration));

    public void Update(WorkId id, WorkState state) => _update.QueueFor(
        "work",
        id.Value,
        SqlValues.Of(id.Value),
        SqlValues.Of(state.Stage),
        SqlValues.Of(state.Status),
        SqlValues.Of(state.UpdatedAt),
        SqlValues.Of(state.StartedAt),
        SqlValues.Of(state.EndedAt),
        SqlValues.Of(state.StopSignal),
        state.Run,
        state.Message);

    public void Restart(WorkId id, JsonData configuration, WorkState state)
    {
        Update(id, state);
        _configure.Queue(SqlValues.Of(id.Value), SqlValues.Of(configuration));
        _steps.DeleteAll(id);
    }

    public void Delete(WorkId id) => _removal.Delete(id.Value);

    public void Save(WorkStepRecord step) => _steps.Save(step);

    public void DeleteStep(WorkId work, string name) => _steps.Delete(work, name);

    public void Dispose()
    {
        _add.Dispose();
        _update.Dispose();
        _configure.Dispose();
        _removal.Dispose();
        _steps.Dispose();
    }
}
