using LitePipeline.Core.Storage;
using LitePipeline.Core.Tasks;

namespace LitePipeline.Storage.Relational.Queries;

/// <summary>Reads what a manager starts from.</summary>
internal static class SnapshotSql
{
    // A list of the open stages, not "other than finished", is what an index on the stage can serve.
    private static readonly string OpenStages = string.Join(", ",
        Enum.GetValues<RunStage>().Where(stage => stage != RunStage.Finished).Select(stage => (byte)stage));

    public static StoreSnapshot Run(StoreReader reader) => new()
    {
        Applications = reader.List<ApplicationRow>($"select {ApplicationRow.Columns} from applications order by sequence").ConvertAll(row => row.ToApplication()),
        Versions = reader.List<ApplicationRow>($"select {ApplicationRow.VersionColumns} from application_versions order by history_id").ConvertAll(row => row.ToVersion()),
        Tasks = reader.List<TaskRow>($"select {TaskRow.Columns} from tasks where stage in ({OpenStages}) order by sequence").ConvertAll(row => row.ToRecord()),
        Actions = reader.List<ActionRow>($"select {ActionRow.Columns} from {ActionQuerySql.From} where t.stage in ({OpenStages}) order by {ActionQuerySql.Order}").ConvertAll(row => row.ToRecord()),
        LastTaskSequence = Highest(reader, "task", "sequence", "tasks"),
        LastApplicationSequence = Highest(reader, "application", "sequence", "applications"),
        LastHistoryId = Highest(reader, "history", "history_id", "application_versions"),
    };

    private static long Highest(StoreReader reader, string mark, string column, string table) => Math.Max(
        reader.Scalar<long?>($"select max({column}) from {table}") ?? 0,
        reader.Scalar<long?>("select value from high_marks where name = @mark", new { mark }) ?? 0);
}
