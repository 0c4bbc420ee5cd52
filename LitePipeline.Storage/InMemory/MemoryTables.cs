using LitePipeline.Core;
using LitePipeline.Core.Applications;
using LitePipeline.Core.Audit;
using LitePipeline.Core.Caching;
using LitePipeline.Core.Schedules;
using LitePipeline.Core.Secrets;
using LitePipeline.Core.Services;
using LitePipeline.Core.Storage;
using LitePipeline.Core.Tasks;
using LitePipeline.Core.Venvs;
using LitePipeline.Core.Workflows;
using LitePipeline.Core.Works;
using LitePipeline.Storage.InMemory.Rows;

namespace LitePipeline.Storage.InMemory;

/// <summary>The rows of the in-memory store, and what each change does to them. Not safe for use by many threads.</summary>
internal sealed partial class MemoryTables
{
    private readonly UndoLog _undo = new();

    public MemoryTables()
    {
        Tasks = new("task", _undo);
        Works = new("work", _undo);
        Schedules = new("schedule", _undo);
        Services = new("service", _undo);
        Applications = new("application", _undo);
        Versions = new("version", _undo);
        Secrets = new("secret", _undo);
        Venvs = new("venv", _undo);
        VenvVersions = new("venv version", _undo);
        Workflows = new("workflow", _undo);
        Audit = new("audit record", _undo);
        CacheEntries = new("cached result", _undo);
    }

    public RowTable<TaskId, TaskRow> Tasks { get; }

    public RowTable<WorkId, WorkRow> Works { get; }

    public RowTable<ScheduleId, RecordRow<ScheduleId, ScheduleRecord>> Schedules { get; }

    public RowTable<ServiceId, RecordRow<ServiceId, ServiceRecord>> Services { get; }

    public RowTable<AppId, RecordRow<AppId, ApplicationRecord>> Applications { get; }

    /// <summary>The versions of all applications; their number is id and sequence at once.</summary>
    public RowTable<long, RecordRow<long, ApplicationVersionRecord>> Versions { get; }

    public RowTable<(AppId Application, string Name), RecordRow<(AppId Application, string Name), SecretRecord>> Secrets { get; }

    public RowTable<VenvId, RecordRow<VenvId, VenvRecord>> Venvs { get; }

    /// <summary>The versions of all venvs.</summary>
    public RowTable<long, RecordRow<long, VenvVersionRecord>> VenvVersions { get; }

    public RowTable<WorkflowId, RecordRow<WorkflowId, WorkflowRecord>> Workflows { get; }

    public RowTable<long, RecordRow<long, AuditRecord>> Audit { get; }
    public RowTable<string, RecordRow<string, CacheEntryRecord>> CacheEntries { get; }

    /// <summary>Applies all changes, or none.</summary>
    public void Apply(IReadOnlyList<StoreChange> changes)
    {
        try
        {
            for (var at = 0; at < changes.Count; at++) Apply(changes[at]);
            _undo.Forget();
        }
        catch
        {
            _undo.Revert();
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
            case StoreChange.AddTask add: Tasks.Add(new TaskRow(add.Task)); break;
            case StoreChange.SaveWorkStep save: Save(save.Step); break;
            case StoreChange.UpdateWork update: Update(update.Work, update.State); break;
            case StoreChange.AddWork add: Works.Add(new WorkRow(add.Work)); break;
            case StoreChange.UpdateSchedule update: Update(update.Schedule, update.State); break;
            case StoreChange.UpdateService update: Update(update.Service, update.State); break;
            case StoreChange.AddAudit add: Audit.Add(new RecordRow<long, AuditRecord>(add.Record.Sequence, add.Record.Sequence, add.Record)); break;
            default: ApplyRare(change); break;
        }
    }

    private void ApplyRare(StoreChange change)
    {
        switch (change)
        {
            case StoreChange.RestartTask restart: Restart(restart.Task, restart.Version, restart.State); break;
            case StoreChange.DeleteTask delete: Delete(delete.Task, delete.LastAttempt); break;
            case StoreChange.DeleteAction delete: Delete(delete.Task, delete.Name); break;
            case StoreChange.SaveCacheEntry save: CacheEntries.Add(new RecordRow<string, CacheEntryRecord>(save.Entry.Key, save.Entry.Sequence, save.Entry)); break;
            case StoreChange.DeleteCacheEntry delete: CacheEntries.Remove(delete.Key); break;
            case StoreChange.RestartWork restart: Restart(restart.Work, restart.Configuration, restart.State); break;
            case StoreChange.DeleteWork delete: Works.Remove(delete.Work); break;
            case StoreChange.DeleteWorkStep delete: Delete(delete.Work, delete.Name); break;
            case StoreChange.SaveSchedule save: Save(Schedules, save.Schedule.Id, save.Schedule.Sequence, save.Schedule); break;
            case StoreChange.DeleteSchedule delete: Schedules.Remove(delete.Schedule); break;
            case StoreChange.SaveService save: Save(Services, save.Service.Id, save.Service.Sequence, save.Service); break;
            case StoreChange.DeleteService delete: Services.Remove(delete.Service); break;
            case StoreChange.SaveApplication save: Save(Applications, save.Application.Id, save.Application.Sequence, save.Application); break;
            case StoreChange.DeleteApplication delete: Delete(delete.Application); break;
            case StoreChange.AddApplicationVersion add: Add(add.Version); break;
            case StoreChange.DeleteApplicationVersion delete: Delete(delete.Application, delete.HistoryId); break;
            case StoreChange.SaveSecret save: Save(save.Secret); break;
            case StoreChange.DeleteSecret delete: Secrets.Remove((delete.Application, delete.Name)); break;
            case StoreChange.SaveVenv save: Save(Venvs, save.Venv.Id, save.Venv.Sequence, save.Venv); break;
            case StoreChange.DeleteVenv delete: Delete(delete.Venv); break;
            case StoreChange.AddVenvVersion add: Add(add.Version); break;
            case StoreChange.DeleteVenvVersion delete: Delete(delete.Venv, delete.HistoryId); break;
            case StoreChange.SaveWorkflow save: Save(Workflows, save.Workflow.Id, save.Workflow.Sequence, save.Workflow); break;
            case StoreChange.DeleteWorkflow delete: Workflows.Remove(delete.Workflow); break;
            default: throw new StoreException($"The store does not know the change {change.GetType().Name}.");
        }
    }

    /// <summary>Adds a record or replaces the one of its id; a row's sequence never changes.</summary>
    private void Save<TId, TRecord>(RowTable<TId, RecordRow<TId, TRecord>> table, TId id, long sequence, TRecord record)
        where TId : notnull where TRecord : class
    {
        if (table.Find(id) is { } row && row.Sequence == sequence) Replace(row, record);
        else table.Add(new RecordRow<TId, TRecord>(id, sequence, record));
    }

    private void Replace<TId, TRecord>(RecordRow<TId, TRecord> row, TRecord record) where TRecord : class
    {
        _undo.Note(static (row, old, _) => ((RecordRow<TId, TRecord>)row).Record = (TRecord)old!, row, row.Record);
        row.Record = record;
    }
}
