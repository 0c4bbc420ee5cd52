using LitePipeline.Core.Works;

namespace LitePipeline.Storage.Relational.Works;

/// <summary>Writes the rows of works' applications.</summary>
internal sealed class WorkStepWriter(WriterConnection connection) : IDisposable
{
    // A replaced row keeps its ordinal, and with it its place.
    private readonly IWriterStatement _save = connection.Prepare("""
        insert into work_steps (work_sequence, name, application_id, task_id, stage, status, message, output)
        select sequence, @name, @application, @task, @stage, @status, @message, @output from works where id = @work
        on conflict (work_sequence, name) do update set
            application_id = excluded.application_id, task_id = excluded.task_id, stage = excluded.stage, status = excluded.status,
            message = excluded.message, output = excluded.output
        """, "@work", "@name", "@application", "@task", "@stage", "@status", "@message", "@output");

    private readonly IWriterStatement _delete = connection.Prepare("delete from work_steps where work_sequence = (select sequence from works where id = @work) and name = @name", "@work", "@name");

    private readonly IWriterStatement _deleteAll = connection.Prepare("delete from work_steps where work_sequence = (select sequence from works where id = @work)", "@work");

    public void Save(WorkStepRecord step) => _save.QueueFor(
        "work",
        step.Work.Value,
        SqlValues.Of(step.Work.Value),
        step.Name,
        SqlValues.Of(step.Application.Value),
        SqlValues.Of(step.Task?.Value),
        SqlValues.Of(step.Stage),
        SqlValues.Of(step.Status),
        step.Message,
        SqlValues.Of(step.Output));

    public void Delete(WorkId work, string name) => _delete.Queue(SqlValues.Of(work.Value), name);

    public void DeleteAll(WorkId work) => _deleteAll.Queue(SqlValues.Of(work.Value));

    public void Dispose()
    {
        _save.Dispose();
        _delete.Dispose();
        _deleteAll.Dispose();
    }
}
