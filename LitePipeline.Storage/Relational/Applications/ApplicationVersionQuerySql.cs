using LitePipeline.Core;
using LitePipeline.Core.Applications;
using LitePipeline.Core.Storage;
using LitePipeline.Storage.Queries;

namespace LitePipeline.Storage.Relational.Applications;

internal static class ApplicationVersionQuerySql
{
    public static Page<ApplicationVersionRecord> Run(StoreReader reader, ApplicationVersionQuery query)
    {
        var conditions = new Conditions(reader.Dialect)
            .Is("application_id", SqlValues.Of(query.Application?.Value))
            .Is("sha256", query.Sha256)
            .Is("sha1", query.Sha1)
            .Is("history_id", query.HistoryId);
        return reader.InOrder<ApplicationRow, ApplicationVersionRecord>(
            ApplicationRow.VersionColumns, "application_versions", conditions, "history_id", PageRange.Of(query), row => row.ToVersion());
    }
}
