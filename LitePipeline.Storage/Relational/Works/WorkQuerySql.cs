using LitePipeline.Core;
using LitePipeline.Core.Storage;
using LitePipeline.Core.Tasks;
using LitePipeline.Core.Works;
using LitePipeline.Storage.Queries;

namespace LitePipeline.Storage.Relational.Works;

internal static class WorkQuerySql
{
    public static Page<WorkRecord> Run(StoreReader reader, WorkQuery query)
    {
        // Nearly all works have finished, and most with success: an index serves the other stages and statuses well, and these badly.
        var (stage, status) = (("stage", SqlValues.Of(query.Stage)), ("status", SqlValues.Of(query.Status)));
        var (isOpen, failed) = (query.Stage is not RunStage.Finished, query.Status is not RunStatus.Success);
        var conditions = new Conditions(reader.Dialect)
            .Are(
                ("id", SqlValues.Of(query.Id?.Value)),
                isOpen ? stage : default,
                ("schedule_id", SqlValues.Of(query.Schedule?.Value)),
                failed ? status : default,
                ("workflow_id", SqlValues.Of(query.Workflow?.Value)),
                failed ? default : status,
                isOpen ? default : stage)
            .Fits("name", query.Name);
        return reader.InOrder<WorkRow, WorkRecord>(WorkRow.Columns, "works", conditions, "sequence", PageRange.Of(query), row => row.ToRecord());
    }
}
