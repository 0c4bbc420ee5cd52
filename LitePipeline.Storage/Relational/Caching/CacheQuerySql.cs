using LitePipeline.Core;
using LitePipeline.Core.Caching;
using LitePipeline.Core.Storage;
using LitePipeline.Storage.Queries;

namespace LitePipeline.Storage.Relational.Caching;

internal static class CacheQuerySql
{
    private const string ByContent = "cache_contents f join cache_entries c on c.sequence = f.entry_sequence";

    public static Page<CacheEntryRecord> Run(StoreReader reader, CacheQuery query)
    {
        var conditions = new Conditions(reader.Dialect).Are(("f.sha256", query.Sha256), ("c.application_id", SqlValues.Of(query.Application?.Value)));
        var (from, position) = query.Sha256 is null ? ("cache_entries c", "c.sequence") : (ByContent, "f.entry_sequence");
        return reader.InOrder<CacheRow, CacheEntryRecord>(CacheRow.Columns, from, conditions, position, PageRange.Of(query), row => row.ToRecord());
    }
}
