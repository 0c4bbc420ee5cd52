using LitePipeline.Core.Actions;
using LitePipeline.Core.Tasks;
using LitePipeline.Storage.InMemory.Rows;

namespace LitePipeline.Storage.InMemory;

/// <summary>What happens to tasks and their actions.</summary>
internal sealed partial class MemoryTables
{
    private void Update(TaskId id, TaskState state)
    {
        var task = Tasks.Get(id);
        _undo.Note(static (task, state, _) => ((TaskRow)task).State = (TaskState)state!, task, task.State);
        task.State = state;
    }

    private void Restart(TaskId id, string version, TaskState state)
    {
        Update(id, state);
        var task = Tasks.Get(id);
        _undo.Note(static (task, added, _) => ((TaskRow)task).Added = (TaskRecord)added!, task, task.Added);
        _undo.Note(static (task, actions, _) => ((TaskRow)task).Actions = (ActionRows?)actions, task, task.Actions);
        task.Added = task.Added with { Version = version, State = state };
        task.Actions = null;
    }

    private void Save(ActionRecord action)
    {
        var task = Tasks.Get(action.Task);
        var rows = task.Actions ??= new ActionRows();
        if (rows.Save(action) is { } replaced) _undo.Note(static (rows, replaced, _) => ((ActionRows)rows).Save((ActionRecord)replaced!), rows, replaced);
        else _undo.Note(static (rows, name, _) => ((ActionRows)rows).Remove((string)name!), rows, action.Name);
    }

    /// <summary>The highest attempt of a removed task.</summary>
    public int LastRemovedAttempt { get; private set; }

    private void Delete(TaskId id, int lastAttempt)
    {
        Tasks.Remove(id);
        _undo.Note(static (tables, _, before) => ((MemoryTables)tables).LastRemovedAttempt = (int)before, this, null, LastRemovedAttempt);
        LastRemovedAttempt = Math.Max(LastRemovedAttempt, lastAttempt);
    }

    private void Delete(TaskId id, string name)
    {
        if (Tasks.Find(id)?.Actions is not { } rows || rows.Remove(name) is not { } removed) return;
        _undo.Note(static (rows, removed, _) => ((ActionRows)rows).Save((ActionRecord)removed!), rows, removed);
    }
}
