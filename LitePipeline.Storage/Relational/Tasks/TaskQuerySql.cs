using LitePipeline.Core;
using LitePipeline.Core.Storage;
using LitePipeline.Core.Tasks;
using LitePipeline.Storage.Queries;

namespace LitePipeline.Storage.Relational.Tasks;

internal static class TaskQuerySql
{
    public static Page<TaskRecord> Run(StoreReader reader, TaskQuery query)
    {
        // Nearly all tasks have finished, and most with success: an index serves the other stages and statuses well, and these badly.
        var (stage, status) = (("stage", SqlValues.Of(query.Stage)), ("status", SqlValues.Of(query.Status)));
        var (isOpen, failed) = (query.Stage is not RunStage.Finished, query.Status is not RunStatus.Success);
        var conditions = new Conditions(reader.Dialect)
            .Are(
                ("id", SqlValues.Of(query.Id?.Value)),
                isOpen ? stage : default,
                ("work_id", SqlValues.Of(query.Work?.Value)),
                ("schedule_id", SqlValues.Of(query.Schedule?.Value)),
                ("service_id", SqlValues.Of(query.Service?.Value)),
                failed ? status : default,
                ("application_id", SqlValues.Of(query.Application?.Value)),
                failed ? default : status,
                isOpen ? default : stage)
            .Fits("name", query.Name);
        return reader.InOrder<TaskRow, TaskRecord>(TaskRow.Columns, "tasks", conditions, "sequence", PageRange.Of(query), row => row.ToRecord());
    }
}
