using LitePipeline.Core;
using LitePipeline.Core.Artifacts;
using LitePipeline.Core.Storage;
using LitePipeline.Storage.Queries;

namespace LitePipeline.Storage.Relational.Artifacts;

internal static class ArtifactQuerySql
{
    private const string From = "artifacts f join tasks t on t.sequence = f.task_sequence";
    private const string Order = "f.task_sequence, f.action, f.path";

    public static Page<long> Bytes(StoreReader reader) =>
        new([reader.Scalar<long?>("select sum(size) from (select max(size) as size from artifacts group by sha256)") ?? 0], 1);

    public static Page<ArtifactRecord> Run(StoreReader reader, ArtifactQuery query)
    {
        var conditions = new Conditions(reader.Dialect)
            .Are(("t.id", SqlValues.Of(query.Task?.Value)), ("f.sha256", query.Sha256))
            .Is("f.action", query.Action)
            .Is("f.path", query.Path);
        return reader.Page<ArtifactRow, ArtifactRecord>(ArtifactRow.Columns, From, conditions, Order, PageRange.Of(query), row => row.ToRecord());
    }
}
