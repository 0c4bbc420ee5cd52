using LitePipeline.Core;
using LitePipeline.Core.Storage;
using LitePipeline.Core.Workflows;
using LitePipeline.Storage.Queries;

namespace LitePipeline.Storage.Relational.Workflows;

internal static class WorkflowQuerySql
{
    public static Page<WorkflowRecord> Run(StoreReader reader, WorkflowQuery query)
    {
        var conditions = new Conditions(reader.Dialect).Is("id", SqlValues.Of(query.Id?.Value)).Fits("name", query.Name);
        return reader.InOrder<WorkflowRow, WorkflowRecord>(WorkflowRow.Columns, "workflows", conditions, "sequence", PageRange.Of(query), row => row.ToRecord());
    }
}
