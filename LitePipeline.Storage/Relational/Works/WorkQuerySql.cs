using LitePipeline.Core;
using LitePipeline.Core.Storage;
using LitePipeline.Core.Works;
using LitePipeline.Storage.Queries;

namespace LitePipeline.Storage.Relational.Works;

internal static class WorkQuerySql
{
    public static Page<WorkRecord> Run(StoreReader reader, WorkQuery query)
    {
        var conditions = new Conditions(reader.Dialect)
            .Is("id", SqlValues.Of(query.Id?.Value))
            .Is("workflow_id", SqlValues.Of(query.Workflow?.Value))
            .Is("schedule_id", SqlValues.Of(query.Schedule?.Value))
            .Is("stage", SqlValues.Of(query.Stage))
            .Is("status", SqlValues.Of(query.Status))
            .Fits("name", query.Name);
        return reader.Newest<WorkRow, WorkRecord>(WorkRow.Columns, "works", conditions, "sequence", PageRange.Of(query), row => row.ToRecord());
    }
}
