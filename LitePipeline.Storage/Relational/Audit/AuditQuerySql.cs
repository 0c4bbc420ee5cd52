using LitePipeline.Core;
using LitePipeline.Core.Audit;
using LitePipeline.Core.Storage;
using LitePipeline.Storage.Queries;

namespace LitePipeline.Storage.Relational.Audit;

internal static class AuditQuerySql
{
    public static Page<AuditRecord> Run(StoreReader reader, AuditQuery query)
    {
        // A subject has few records, an actor or a verb may have most of them.
        var conditions = new Conditions(reader.Dialect)
            .Are(("subject", SqlValues.Of(query.Subject)), ("actor", query.Actor), ("noun", query.Noun), ("verb", query.Verb));
        return reader.InOrder<AuditRow, AuditRecord>(AuditRow.Columns, "audit", conditions, "sequence", PageRange.Of(query), row => row.ToRecord());
    }
}
