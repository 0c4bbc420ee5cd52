using LitePipeline.Core;
using LitePipeline.Core.Actions;
using LitePipeline.Core.Applications;
using LitePipeline.Core.Artifacts;
using LitePipeline.Core.Audit;
using LitePipeline.Core.Caching;
using LitePipeline.Core.Schedules;
using LitePipeline.Core.Services;
using LitePipeline.Core.Storage;
using LitePipeline.Core.Tasks;
using LitePipeline.Core.Venvs;
using LitePipeline.Core.Workflows;
using LitePipeline.Core.Works;
using LitePipeline.Storage.InMemory.Rows;
using LitePipeline.Storage.Queries;

namespace LitePipeline.Storage.InMemory;

/// <summary>Answers queries from the in-memory rows.</summary>
internal static class MemoryQueries
{
    public static object Run<T>(MemoryTables tables, StoreQuery<T> query) => query switch
    {
        TaskQuery tasks => Run(tables, tasks),
        ActionQuery actions => Run(tables, actions),
        ArtifactQuery artifacts => Run(tables, artifacts),
        ArtifactBytesQuery => new Page<long>([Run(tables, new ArtifactQuery()).Items.DistinctBy(artifact => artifact.Sha256).Sum(artifact => artifact.Size)], 1),
        CacheQuery cached => Run(tables, cached),
        ApplicationQuery applications => Run(tables, applications),
        ApplicationVersionQuery versions => Run(tables, versions),
        WorkQuery works => Run(tables, works),
        WorkStepQuery steps => Run(tables, steps),
        WorkflowQuery workflows => Run(tables, workflows),
        ScheduleQuery schedules => Run(tables, schedules),
        ServiceQuery services => Run(tables, services),
        AuditQuery audit => Run(tables, audit),
        VenvQuery venvs => Run(tables, venvs),
        VenvVersionQuery versions => Run(tables, versions),
        _ => throw new StoreException($"The store does not know the query {query.GetType().Name}."),
    };

    /// <summary>A task's actions in their order.</summary>
    public static IEnumerable<ActionRecord> ActionsOf(TaskRow row) =>
        row.Actions is null ? [] : row.Actions.All.OrderBy(action => action.Ordinal).ThenBy(action => action.Name, StringComparer.Ordinal);

    /// <summary>A work's applications in their order.</summary>
    public static IEnumerable<WorkStepRecord> StepsOf(WorkRow row) => row.Steps.Values.OrderBy(step => step.Ordinal).Select(step => step.Record);

    private static Page<ApplicationRecord> Run(MemoryTables tables, ApplicationQuery query) => InOrder(
        tables.Applications, query, query.Id, row => row.Record, row => Fits(query.Name, row.Record.Name));

    private static Page<ApplicationVersionRecord> Run(MemoryTables tables, ApplicationVersionQuery query) => InOrder(
        tables.Versions, query, query.HistoryId, row => row.Record,
        row => Fits(query.Application, row.Record.Application) && Is(query.Sha256, row.Record.Package.Sha256) && Is(query.Sha1, row.Record.Package.Sha1));

    private static Page<VenvRecord> Run(MemoryTables tables, VenvQuery query) => InOrder(
        tables.Venvs, query, query.Id, row => row.Record, row => Fits(query.Name, row.Record.Name));

    private static Page<VenvVersionRecord> Run(MemoryTables tables, VenvVersionQuery query) => InOrder(
        tables.VenvVersions, query, query.HistoryId, row => row.Record,
        row => Fits(query.Venv, row.Record.Venv) && Is(query.Sha256, row.Record.Package.Sha256) && Is(query.Sha1, row.Record.Package.Sha1));

    private static Page<WorkflowRecord> Run(MemoryTables tables, WorkflowQuery query) => InOrder(
        tables.Workflows, query, query.Id, row => row.Record, row => Fits(query.Name, row.Record.Name));

    private static Page<TaskRecord> Run(MemoryTables tables, TaskQuery query) => InOrder(
        tables.Tasks, query, query.Id, row => row.ToRecord(),
        row => Fits(query.Stage, row.State.Stage)
            && Fits(query.Status, row.State.Status)
            && Fits(query.Application, row.Added.Application)
            && Fits(query.Work, row.Added.Work)
            && Fits(query.Service, row.Added.Service)
            && Fits(query.Schedule, row.Added.Schedule)
            && Fits(query.Name, row.Added.Name));

    private static Page<WorkRecord> Run(MemoryTables tables, WorkQuery query) => InOrder(
        tables.Works, query, query.Id, row => row.Record,
        row => Fits(query.Stage, row.Record.State.Stage)
            && Fits(query.Status, row.Record.State.Status)
            && Fits(query.Workflow, row.Record.Workflow)
            && Fits(query.Schedule, row.Record.Schedule)
            && Fits(query.Name, row.Record.Name));

    private static Page<ScheduleRecord> Run(MemoryTables tables, ScheduleQuery query) => InOrder(
        tables.Schedules, query, query.Id, row => row.Record,
        row => Fits(query.SourceId, row.Record.SourceId) && Fits(query.Enabled, row.Record.Enabled) && Fits(query.Name, row.Record.Name));

    private static Page<ServiceRecord> Run(MemoryTables tables, ServiceQuery query) => InOrder(
        tables.Services, query, query.Id, row => row.Record,
        row => Fits(query.Application, row.Record.Application) && Fits(query.Enabled, row.Record.Enabled) && Fits(query.Name, row.Record.Name));

    private static Page<AuditRecord> Run(MemoryTables tables, AuditQuery query) => InOrder(
        tables.Audit, query, null, row => row.Record,
        row => Fits(query.Subject, row.Record.Subject) && Is(query.Actor, row.Record.Actor) && Is(query.Noun, row.Record.Noun) && Is(query.Verb, row.Record.Verb));

    private static Page<ActionRecord> Run(MemoryTables tables, ActionQuery query) => Cut(query, Named(tables.Tasks, query.Tasks)
        .SelectMany(ActionsOf)
        .Where(action => Is(query.Name, action.Name) && Fits(query.Stage, action.Stage)));

    private static Page<ArtifactRecord> Run(MemoryTables tables, ArtifactQuery query) => Cut(query,
        from row in query.Task is { } task ? Named(tables.Tasks, [task]) : tables.Tasks.Rows
        from action in (row.Actions?.All ?? []).OrderBy(action => action.Name, StringComparer.Ordinal)
        where Is(query.Action, action.Name) && !action.Artifacts.IsDefaultOrEmpty
        from artifact in action.Artifacts.OrderBy(artifact => artifact.Path, StringComparer.Ordinal)
        where Is(query.Path, artifact.Path) && Is(query.Sha256, artifact.Sha256)
        select new ArtifactRecord(row.Id, action.Name, artifact.Path, artifact.Sha256, artifact.Size));

    private static Page<CacheEntryRecord> Run(MemoryTables tables, CacheQuery query)
    {
        var range = PageRange.Of(query);
        var entries = tables.CacheEntries.Rows.Select(row => row.Record);
        var fitting = (range.OldestFirst ? entries : entries.Reverse())
            .Where(entry => Fits(query.Application, entry.Application) && (query.Sha256 is null || entry.Artifacts.Any(artifact => artifact.Sha256 == query.Sha256))).ToList();
        return new Page<CacheEntryRecord>(fitting.Where(entry => range.OldestFirst ? !(entry.Sequence <= range.After) : !(entry.Sequence >= range.After)).Skip(range.Offset).Take(range.Limit).ToList(), fitting.Count);
    }

    private static Page<WorkStepRecord> Run(MemoryTables tables, WorkStepQuery query) => Cut(query, Named(tables.Works, query.Works).SelectMany(StepsOf));

    /// <summary>A page of the rows that fit, newest first or oldest first.</summary>
    private static Page<T> InOrder<TId, TRow, T>(RowTable<TId, TRow> table, StoreQuery<T> query, TId? id, Func<TRow, T> map, Func<TRow, bool> fits)
        where TId : struct where TRow : class, IRow<TId>
    {
        var range = PageRange.Of(query);
        var items = new List<T>();
        long total = 0, passed = 0;
        if (id is { } only)
        {
            if (table.Find(only) is { } row) Take(row);
        }
        else
        {
            for (var at = 0; at < table.Count; at++) Take(table[range.OldestFirst ? at : table.Count - 1 - at]);
        }

        return new Page<T>(items, total);

        void Take(TRow row)
        {
            if (!fits(row)) return;
            total++;
            if ((range.OldestFirst ? row.Sequence <= range.After : row.Sequence >= range.After) || passed++ < range.Offset) return;
            if (items.Count < range.Limit) items.Add(map(row));
        }
    }

    /// <summary>The rows of these ids that are there, oldest first.</summary>
    private static IEnumerable<TRow> Named<TId, TRow>(RowTable<TId, TRow> table, IReadOnlyList<TId> ids)
        where TId : notnull where TRow : class, IRow<TId> =>
        ids.Distinct().Select(table.Find).OfType<TRow>().OrderBy(row => row.Sequence);

    private static Page<T> Cut<T>(StoreQuery<T> query, IEnumerable<T> all)
    {
        var range = PageRange.Of(query);
        var list = all.ToList();
        return new Page<T>(list.Skip(range.Offset).Take(range.Limit).ToList(), list.Count);
    }

    private static bool Fits<T>(T? wanted, T? value) where T : struct => wanted is null || (value is { } known && EqualityComparer<T>.Default.Equals(wanted.Value, known));

    private static bool Fits(string? pattern, string name) => NamePattern.From(pattern) is not { } filter || filter.Matches(name);

    private static bool Is(string? wanted, string value) => wanted is null || wanted == value;
}
