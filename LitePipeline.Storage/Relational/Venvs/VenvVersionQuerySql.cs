using LitePipeline.Core;
using LitePipeline.Core.Storage;
using LitePipeline.Core.Venvs;
using LitePipeline.Storage.Queries;

namespace LitePipeline.Storage.Relational.Venvs;

internal static class VenvVersionQuerySql
{
    public static Page<VenvVersionRecord> Run(StoreReader reader, VenvVersionQuery query)
    {
        var conditions = new Conditions(reader.Dialect)
            .Is("venv_id", SqlValues.Of(query.Venv?.Value))
            .Is("sha256", query.Sha256)
            .Is("sha1", query.Sha1)
            .Is("history_id", query.HistoryId);
        return reader.InOrder<VenvRow, VenvVersionRecord>(
            VenvRow.VersionColumns, "venv_versions", conditions, "history_id", PageRange.Of(query), row => row.ToVersion());
    }
}
