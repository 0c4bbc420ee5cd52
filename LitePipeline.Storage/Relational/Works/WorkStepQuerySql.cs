using LitePipeline.Core;
using LitePipeline.Core.Storage;
using LitePipeline.Core.Works;
using LitePipeline.Storage.Queries;

namespace LitePipeline.Storage.Relational.Works;

internal static class WorkStepQuerySql
{
    public const string From = "works w join work_steps s on s.work_sequence = w.sequence";
    public const string Order = "s.work_sequence, s.ordinal";

    public static Page<WorkStepRecord> Run(StoreReader reader, WorkStepQuery query)
    {
        var conditions = new Conditions(reader.Dialect).IsOneOf("w.id", query.Works.Select(work => work.Value));
        return reader.Page<WorkStepRow, WorkStepRecord>(WorkStepRow.Columns, From, conditions, Order, PageRange.Of(query), row => row.ToRecord());
    }
}
