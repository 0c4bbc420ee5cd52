using LitePipeline.Core;
using LitePipeline.Core.Applications;
using LitePipeline.Core.Storage;
using LitePipeline.Storage.Queries;

namespace LitePipeline.Storage.Relational.Applications;

internal static class ApplicationQuerySql
{
    public static Page<ApplicationRecord> Run(StoreReader reader, ApplicationQuery query)
    {
        var conditions = new Conditions(reader.Dialect).Is("id", SqlValues.Of(query.Id?.Value)).Fits("name", query.Name);
        return reader.InOrder<ApplicationRow, ApplicationRecord>(
            ApplicationRow.Columns, "applications", conditions, "sequence", PageRange.Of(query), row => row.ToApplication());
    }
}
