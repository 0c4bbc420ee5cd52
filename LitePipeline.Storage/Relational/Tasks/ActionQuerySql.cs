using LitePipeline.Core;
using LitePipeline.Core.Actions;
using LitePipeline.Core.Storage;
using LitePipeline.Storage.Queries;

namespace LitePipeline.Storage.Relational.Tasks;

internal static class ActionQuerySql
{
    public const string From = "tasks t join actions a on a.task_sequence = t.sequence";
    public const string Order = "a.task_sequence, a.ordinal, a.name";

    public static Page<ActionRecord> Run(StoreReader reader, ActionQuery query)
    {
        var conditions = new Conditions(reader.Dialect)
            .IsOneOf("t.id", query.Tasks.Select(task => task.Value))
            .Is("a.name", query.Name)
            .Is("a.stage", SqlValues.Of(query.Stage));
        return reader.Page<ActionRow, ActionRecord>(ActionRow.Columns, From, conditions, Order, PageRange.Of(query), row => row.ToRecord());
    }
}
