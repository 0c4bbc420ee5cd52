using System.Data.Common;
using LitePipeline.Core.Workflows;

namespace LitePipeline.Storage.Relational.Workflows;

/// <summary>Writes the rows of workflows.</summary>
internal sealed class WorkflowWriter(DbConnection connection) : IDisposable
{
    private readonly PreparedStatement _update = new(connection, """
        update workflows set enabled = @enabled, created_at = @created, updated_at = @updated, name = @name, description = @description, configuration = @configuration
        where id = @id and sequence = @sequence
        """, "@sequence", "@id", "@enabled", "@created", "@updated", "@name", "@description", "@configuration");

    private readonly PreparedStatement _add = new(connection, """
        insert into workflows (sequence, id, enabled, created_at, updated_at, name, description, configuration)
        values (@sequence, @id, @enabled, @created, @updated, @name, @description, @configuration)
        """, "@sequence", "@id", "@enabled", "@created", "@updated", "@name", "@description", "@configuration");

    private readonly RowRemoval _removal = new(connection, "workflows", "workflow");

    public void Save(DbTransaction transaction, WorkflowRecord workflow)
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
        if (_update.Execute(transaction, values) == 0) _add.Execute(transaction, values);
    }

    public void Delete(DbTransaction transaction, WorkflowId id) => _removal.Delete(transaction, id.Value);

    public void Dispose()
    {
        _update.Dispose();
        _add.Dispose();
        _removal.Dispose();
    }
}
