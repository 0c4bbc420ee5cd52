using LitePipeline.Core;
using LitePipeline.Core.Schedules;
using LitePipeline.Core.Storage;
using LitePipeline.Storage.Queries;

namespace LitePipeline.Storage.Relational.Schedules;

internal static class ScheduleQuerySql
{
    public static Page<ScheduleRecord> Run(StoreReader reader, ScheduleQuery query)
    {
        var conditions = new Conditions(reader.Dialect)
            .Is("id", SqlValues.Of(query.Id?.Value))
            .Is("source_id", SqlValues.Of(query.SourceId))
            .Is("enabled", SqlValues.Of(query.Enabled))
            .Fits("name", query.Name);
        return reader.InOrder<ScheduleRow, ScheduleRecord>(ScheduleRow.Columns, "schedules", conditions, "sequence", PageRange.Of(query), row => row.ToRecord());
    }
}
