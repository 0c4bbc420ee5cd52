using LitePipeline.Core.Workflows;

namespace LitePipeline.Storage.Relational.Workflows;

/// <summary>Writes the rows of workflows.</summary>
internal sealed class WorkflowWriter(WriterConnection connection) : IDisposable
{
    private readonly IWriterStatement _update = connection.Prepare("""
        update workflows set enabled = @enabled, created_at = @created, updated_at = @updated, name = @name, description = @description, configuration = @configuration
        where id = @id and sequence = @sequence
        """, "@sequence", "@id", "@enabled", "@created", "@updated", "@name", "@description", "@configuration");

    private readonly IWriterStatement _add = connection.Prepare("""
        insert into workflows (sequence, id, enabled, created_at, updated_at, name, description, configuration)
        values (@sequence, @id, @enabled, @created, @updated, @name, @description, @configuration)
        """, "@sequence", "@id", "@enabled", "@created", "@updated", "@name", "@description", "@configuration");

    private readonly RowRemoval _removal = new(connection, "workflows", "workflow");

    public void Save(WorkflowRecord workflow)
    {
        object?[] values =
        [
            workflow.Sequence,
            SqlValues.Of(workflow.Id.Value),
            SqlValues.Of(workflow.Enabled),
            SqlValues.Of(workflow.CreatedAt),
            SqlValues.Of(workflow.UpdatedAt),
            workflow.Name,
            workflow.Description,
            SqlValues.Of(workflow.Configuration),
        ];
        if (_update.Execute(values) == 0) _add.Execute(values);
    }

    public void Delete(WorkflowId id) => _removal.Delete(id.Value);

    public void Dispose()
    {
        _update.Dispose();
        _add.Dispose();
        _removal.Dispose();
    }
}
