using LitePipeline.Core.Storage;
using LitePipeline.Core.Tasks;
using LitePipeline.Storage.InMemory.Rows;

namespace LitePipeline.Storage.InMemory;

/// <summary>Reads what a manager starts from.</summary>
internal static class MemorySnapshot
{
    public static StoreSnapshot Take(MemoryTables tables)
    {
        var tasks = tables.Tasks.Rows.Where(row => row.State.Stage != RunStage.Finished).ToList();
        var works = tables.Works.Rows.Where(row => row.Record.State.Stage != RunStage.Finished).ToList();
        return new StoreSnapshot
        {
            Applications = Records(tables.Applications),
            Versions = Records(tables.Versions),
            CacheEntries = Records(tables.CacheEntries),
            Secrets = Records(tables.Secrets),
            Venvs = Records(tables.Venvs),
            VenvVersions = Records(tables.VenvVersions),
            Workflows = Records(tables.Workflows),
            Schedules = Records(tables.Schedules),
            Services = Records(tables.Services),
            Tasks = tasks.ConvertAll(row => row.ToRecord()),
            Actions = [.. tasks.SelectMany(MemoryQueries.ActionsOf)],
            Works = works.ConvertAll(row => row.Record),
            WorkSteps = [.. works.SelectMany(MemoryQueries.StepsOf)],
            LastTaskSequence = tables.Tasks.High,
            LastApplicationSequence = tables.Applications.High,
            LastHistoryId = tables.Versions.High,
            LastVenvSequence = tables.Venvs.High,
            LastVenvHistoryId = tables.VenvVersions.High,
            LastWorkflowSequence = tables.Workflows.High,
            LastWorkSequence = tables.Works.High,
            LastScheduleSequence = tables.Schedules.High,
            LastServiceSequence = tables.Services.High,
            LastRemovedAttempt = tables.LastRemovedAttempt,
            LastAuditSequence = tables.Audit.High,
        };
    }

    private static List<TRecord> Records<TId, TRecord>(RowTable<TId, RecordRow<TId, TRecord>> table) where TId : notnull where TRecord : class =>
        [.. table.Rows.Select(row => row.Record)];
}
