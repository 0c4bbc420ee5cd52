using LitePipeline.Core;
using LitePipeline.Core.Storage;
using LitePipeline.Core.Tasks;
using LitePipeline.Storage.Queries;

namespace LitePipeline.Storage.Relational.Tasks;

internal static class TaskQuerySql
{
    public static Page<TaskRecord> Run(StoreReader reader, TaskQuery query)
    {
        var conditions = new Conditions(reader.Dialect)
            .Is("id", SqlValues.Of(query.Id?.Value))
            .Is("application_id", SqlValues.Of(query.Application?.Value))
            .Is("work_id", SqlValues.Of(query.Work?.Value))
            .Is("service_id", SqlValues.Of(query.Service?.Value))
            .Is("schedule_id", SqlValues.Of(query.Schedule?.Value))
            .Is("stage", SqlValues.Of(query.Stage))
            .Is("status", SqlValues.Of(query.Status))
            .Fits("name", query.Name);
        return reader.Newest<TaskRow, TaskRecord>(TaskRow.Columns, "tasks", conditions, "sequence", PageRange.Of(query), row => row.ToRecord());
    }
}
