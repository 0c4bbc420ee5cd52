using LitePipeline.Core.Storage;
using LitePipeline.Core.Tasks;
using LitePipeline.Storage.Relational.Applications;
using LitePipeline.Storage.Relational.Caching;
using LitePipeline.Storage.Relational.Schedules;
using LitePipeline.Storage.Relational.Secrets;
using LitePipeline.Storage.Relational.Services;
using LitePipeline.Storage.Relational.Tasks;
using LitePipeline.Storage.Relational.Venvs;
using LitePipeline.Storage.Relational.Workflows;
using LitePipeline.Storage.Relational.Works;

namespace LitePipeline.Storage.Relational;

/// <summary>Reads what a manager starts from.</summary>
internal static class SnapshotSql
{
    // A list of the open stages, not "other than finished", is what an index on the stage can serve.
    private static readonly string OpenStages = string.Join(", ",
        Enum.GetValues<RunStage>().Where(stage => stage != RunStage.Finished).Select(stage => (byte)stage));

    public static StoreSnapshot Run(StoreReader reader) => new()
    {
        Applications = All<ApplicationRow>(reader, ApplicationRow.Columns, "applications", "sequence").ConvertAll(row => row.ToApplication()),
        Versions = All<ApplicationRow>(reader, ApplicationRow.VersionColumns, "application_versions", "history_id").ConvertAll(row => row.ToVersion()),
        CacheEntries = All<CacheRow>(reader, CacheRow.Columns, "cache_entries c", "c.sequence").ConvertAll(row => row.ToRecord()),
        Secrets = All<SecretRow>(reader, SecretRow.Columns, "secrets", "sequence").ConvertAll(row => row.ToRecord()),
        Venvs = All<VenvRow>(reader, VenvRow.Columns, "venvs", "sequence").ConvertAll(row => row.ToVenv()),
        VenvVersions = All<VenvRow>(reader, VenvRow.VersionColumns, "venv_versions", "history_id").ConvertAll(row => row.ToVersion()),
        Workflows = All<WorkflowRow>(reader, WorkflowRow.Columns, "workflows", "sequence").ConvertAll(row => row.ToRecord()),
        Schedules = All<ScheduleRow>(reader, ScheduleRow.Columns, "schedules", "sequence").ConvertAll(row => row.ToRecord()),
        Services = All<ServiceRow>(reader, ServiceRow.Columns, "services", "sequence").ConvertAll(row => row.ToRecord()),
        Tasks = Open<TaskRow>(reader, TaskRow.Columns, "tasks", "stage", "sequence").ConvertAll(row => row.ToRecord()),
        Actions = Open<ActionRow>(reader, ActionRow.Columns, ActionQuerySql.From, "t.stage", ActionQuerySql.Order).ConvertAll(row => row.ToRecord()),
        Works = Open<WorkRow>(reader, WorkRow.Columns, "works", "stage", "sequence").ConvertAll(row => row.ToRecord()),
        WorkSteps = Open<WorkStepRow>(reader, WorkStepRow.Columns, WorkStepQuerySql.From, "w.stage", WorkStepQuerySql.Order).ConvertAll(row => row.ToRecord()),
        LastTaskSequence = Highest(reader, "task", "sequence", "tasks"),
        LastApplicationSequence = Highest(reader, "application", "sequence", "applications"),
        LastHistoryId = Highest(reader, "history", "history_id", "application_versions"),
        LastVenvSequence = Highest(reader, "venv", "sequence", "venvs"),
        LastVenvHistoryId = Highest(reader, "venv_history", "history_id", "venv_versions"),
        LastWorkflowSequence = Highest(reader, "workflow", "sequence", "workflows"),
        LastWorkSequence = Highest(reader, "work", "sequence", "works"),
        LastScheduleSequence = Highest(reader, "schedule", "sequence", "schedules"),
        LastServiceSequence = Highest(reader, "service", "sequence", "services"),
        LastRemovedAttempt = (int)Mark(reader, TaskWriter.RemovedAttempt),
        LastAuditSequence = reader.Scalar<long?>("select max(sequence) from audit") ?? 0,
    };

    private static List<TRow> All<TRow>(StoreReader reader, string columns, string table, string order) =>
        reader.List<TRow>($"select {columns} from {table} order by {order}");

    private static List<TRow> Open<TRow>(StoreReader reader, string columns, string from, string stage, string order) =>
        reader.List<TRow>($"select {columns} from {from} where {stage} in ({OpenStages}) order by {order}");

    private static long Highest(StoreReader reader, string mark, string column, string table) => Math.Max(
        reader.Scalar<long?>($"select max({column}) from {table}") ?? 0,
        Mark(reader, mark));

    private static long Mark(StoreReader reader, string mark) => reader.Scalar<long?>("select value from high_marks where name = @mark", new { mark }) ?? 0;
}
