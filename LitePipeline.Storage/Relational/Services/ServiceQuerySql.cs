using LitePipeline.Core;
using LitePipeline.Core.Services;
using LitePipeline.Core.Storage;
using LitePipeline.Storage.Queries;

namespace LitePipeline.Storage.Relational.Services;

internal static class ServiceQuerySql
{
    public static Page<ServiceRecord> Run(StoreReader reader, ServiceQuery query)
    {
        var conditions = new Conditions(reader.Dialect)
            .Is("id", SqlValues.Of(query.Id?.Value))
            .Is("application_id", SqlValues.Of(query.Application?.Value))
            .Is("enabled", SqlValues.Of(query.Enabled))
            .Fits("name", query.Name);
        return reader.InOrder<ServiceRow, ServiceRecord>(ServiceRow.Columns, "services", conditions, "sequence", PageRange.Of(query), row => row.ToRecord());
    }
}
