using LitePipeline.Core;
using LitePipeline.Core.Actions;
using LitePipeline.Core.Applications;
using LitePipeline.Core.Storage;
using LitePipeline.Core.Tasks;
using LitePipeline.Storage.Queries;

namespace LitePipeline.Storage.InMemory;

/// <summary>Answers queries from the in-memory rows.</summary>
internal static class MemoryQueries
{
    public static Page<ApplicationRecord> Run(MemoryTables tables, ApplicationQuery query)
    {
        var name = NamePattern.From(query.Name);
        return Cut(query, tables.Applications.Values
            .Select(row => row.Record)
            .Where(application => (query.Id is null || application.Id == query.Id) && (name is null || name.Value.Matches(application.Name)))
            .OrderByDescending(application => application.Sequence));
    }

    public static Page<ApplicationVersionRecord> Run(MemoryTables tables, ApplicationVersionQuery query)
    {
        var versions = query.Application is not { } application ? tables.Applications.Values.SelectMany(row => row.Versions)
            : tables.Applications.TryGetValue(application, out var row) ? row.Versions : [];
        return Cut(query, versions
            .Where(version => (query.Sha256 is null || version.Package.Sha256 == query.Sha256)
                && (query.Sha1 is null || version.Package.Sha1 == query.Sha1) && (query.HistoryId is null || version.HistoryId == query.HistoryId))
            .OrderByDescending(version => version.HistoryId));
    }

    public static Page<TaskRecord> Run(MemoryTables tables, TaskQuery query)
    {
        var range = PageRange.Of(query);
        var name = NamePattern.From(query.Name);
        var items = new List<TaskRecord>();
        long total = 0;
        if (query.Id is { } id)
        {
            if (tables.Tasks.TryGetValue(id, out var row)) Take(row);
        }
        else
        {
            for (var at = tables.TasksBySequence.Count - 1; at >= 0; at--) Take(tables.TasksBySequence[at]);
        }

        return new Page<TaskRecord>(items, total);

        void Take(TaskRow row)
        {
            if (!Fits(row)) return;
            if (total >= range.Offset && items.Count < range.Limit) items.Add(row.ToRecord());
            total++;
        }

        bool Fits(TaskRow row) =>
            (query.Stage is null || row.State.Stage == query.Stage)
            && (query.Status is null || row.State.Status == query.Status)
            && (query.Application is null || row.Added.Application == query.Application)
            && (query.Work is null || row.Added.Work == query.Work)
            && (query.Service is null || row.Added.Service == query.Service)
            && (name is null || name.Value.Matches(row.Added.Name));
    }

    public static Page<ActionRecord> Run(MemoryTables tables, ActionQuery query) => Cut(query, query.Tasks
        .Distinct()
        .Select(id => tables.Tasks.GetValueOrDefault(id))
        .OfType<TaskRow>()
        .OrderBy(row => row.Sequence)
        .SelectMany(ActionsOf)
        .Where(action => (query.Name is null || action.Name == query.Name) && (query.Stage is null || action.Stage == query.Stage)));

    /// <summary>A task's actions in their order.</summary>
    public static IEnumerable<ActionRecord> ActionsOf(TaskRow row) =>
        row.Actions is null ? [] : row.Actions.All.OrderBy(action => action.Ordinal).ThenBy(action => action.Name, StringComparer.Ordinal);

    private static Page<T> Cut<T>(StoreQuery<T> query, IEnumerable<T> all)
    {
        var range = PageRange.Of(query);
        var list = all.ToList();
        return new Page<T>(list.Skip(range.Offset).Take(range.Limit).ToList(), list.Count);
    }
}
