using LitePipeline.Core;
using LitePipeline.Core.Actions;
using LitePipeline.Core.Applications;
using LitePipeline.Core.Storage;
using LitePipeline.Core.Tasks;

namespace LitePipeline.Storage.InMemory;

/// <summary>The rows of the in-memory store, and what each change does to them. Not safe for use by many threads.</summary>
internal sealed class MemoryTables
{
    private readonly UndoLog _undo = new();

    public Dictionary<AppId, ApplicationRow> Applications { get; } = [];

    public Dictionary<TaskId, TaskRow> Tasks { get; } = [];

    public TaskList TasksBySequence { get; } = new();

    public HighMarks High { get; private set; }

    /// <summary>Applies all changes, or none.</summary>
    public void Apply(IReadOnlyList<StoreChange> changes)
    {
        var high = High;
        try
        {
            for (var at = 0; at < changes.Count; at++) Apply(changes[at]);
            _undo.Forget();
        }
        catch
        {
            _undo.Revert(this);
            High = high;
            throw;
        }
    }

    private void Apply(StoreChange change)
    {
        // In the order in which a busy manager makes them.
        switch (change)
        {
            case StoreChange.SaveAction save: Save(save.Action); break;
            case StoreChange.UpdateTask update: Update(update.Task, update.State); break;
            case StoreChange.AddTask add: Add(add.Task); break;
            case StoreChange.DeleteTask delete: Delete(delete.Task); break;
            case StoreChange.SaveApplication save: Save(save.Application); break;
            case StoreChange.AddApplicationVersion add: Add(add.Version); break;
            case StoreChange.DeleteApplication delete: Delete(delete.Application); break;
            default: throw new StoreException($"The store does not know the change {change.GetType().Name}.");
        }
    }

    private void Save(ActionRecord action)
    {
        if (!Tasks.TryGetValue(action.Task, out var task)) throw UnknownTask(action.Task);
        var rows = task.Actions ??= new ActionRows();
        if (rows.Save(action) is { } replaced) _undo.Note(static (_, rows, replaced) => ((ActionRows)rows).Save((ActionRecord)replaced!), rows, replaced);
        else _undo.Note(static (_, rows, _) => ((ActionRows)rows).RemoveLast(), rows);
    }

    private void Update(TaskId id, TaskState state)
    {
        if (!Tasks.TryGetValue(id, out var task)) throw UnknownTask(id);
        _undo.Note(static (_, task, state) => ((TaskRow)task).State = (TaskState)state!, task, task.State);
        task.State = state;
    }

    private void Add(TaskRecord record)
    {
        if (!TasksBySequence.IsFree(record.Sequence)) throw new StoreException($"The sequence {record.Sequence} of the task {record.Id} is another task's.");
        var row = new TaskRow(record);
        if (!Tasks.TryAdd(record.Id, row)) throw new StoreException($"The task {record.Id} is in the store already.");
        TasksBySequence.Add(row);
        High = High with { Task = Math.Max(High.Task, record.Sequence) };
        _undo.Note(static (tables, row, _) => tables.Drop((TaskRow)row), row);
    }

    private void Delete(TaskId id)
    {
        if (!Tasks.TryGetValue(id, out var row)) return;
        Drop(row);
        _undo.Note(static (tables, row, _) => tables.PutBack((TaskRow)row), row);
    }

    private void Save(ApplicationRecord record)
    {
        foreach (var other in Applications.Values)
        {
            if (other.Record.Sequence == record.Sequence && other.Record.Id != record.Id)
                throw new StoreException($"The sequence {record.Sequence} of the application {record.Id} is another application's.");
        }

        if (Applications.TryGetValue(record.Id, out var row))
        {
            _undo.Note(static (_, row, old) => ((ApplicationRow)row).Record = (ApplicationRecord)old!, row, row.Record);
            row.Record = record;
        }
        else
        {
            row = new ApplicationRow(record);
            Applications.Add(record.Id, row);
            _undo.Note(static (tables, row, _) => tables.Applications.Remove(((ApplicationRow)row).Record.Id), row);
        }

        High = High with { Application = Math.Max(High.Application, record.Sequence) };
    }

    private void Add(ApplicationVersionRecord version)
    {
        if (!Applications.TryGetValue(version.Application, out var row)) throw new StoreException($"The application {version.Application} of the version {version.HistoryId} is not in the store.");
        foreach (var other in Applications.Values)
        {
            if (other.Versions.Exists(known => known.HistoryId == version.HistoryId))
                throw new StoreException($"The version {version.HistoryId} is in the store already.");
        }

        row.Versions.Add(version);
        High = High with { History = Math.Max(High.History, version.HistoryId) };
        _undo.Note(static (_, row, _) => ((ApplicationRow)row).Versions.RemoveAt(((ApplicationRow)row).Versions.Count - 1), row);
    }

    private void Delete(AppId id)
    {
        if (!Applications.Remove(id, out var row)) return;
        _undo.Note(static (tables, row, _) => tables.Applications.Add(((ApplicationRow)row).Record.Id, (ApplicationRow)row), row);
    }

    private void Drop(TaskRow row)
    {
        Tasks.Remove(row.Id);
        TasksBySequence.Remove(row);
    }

    private void PutBack(TaskRow row)
    {
        Tasks.Add(row.Id, row);
        TasksBySequence.Add(row);
    }

    private static StoreException UnknownTask(TaskId id) => new($"The task {id} is not in the store.");

    /// <summary>The highest numbers ever given.</summary>
    internal readonly record struct HighMarks(long Task, long Application, long History);
}
