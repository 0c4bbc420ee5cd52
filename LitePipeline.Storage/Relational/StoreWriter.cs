using System.Data.Common;
using LitePipeline.Core;
using LitePipeline.Core.Storage;
using LitePipeline.Storage.Relational.Applications;
using LitePipeline.Storage.Relational.Audit;
using LitePipeline.Storage.Relational.Caching;
using LitePipeline.Storage.Relational.Schedules;
using LitePipeline.Storage.Relational.Secrets;
using LitePipeline.Storage.Relational.Services;
using LitePipeline.Storage.Relational.Tasks;
using LitePipeline.Storage.Relational.Venvs;
using LitePipeline.Storage.Relational.Workflows;
using LitePipeline.Storage.Relational.Works;

namespace LitePipeline.Storage.Relational;

/// <summary>Turns changes into rows, all of a call in one transaction. Owns the writer's connection; one caller at a time.</summary>
internal sealed class StoreWriter(WriterConnection connection) : IDisposable
{
    private readonly TaskWriter _tasks = new(connection);
    private readonly CacheWriter _cache = new(connection);
    private readonly WorkWriter _works = new(connection);
    private readonly ScheduleWriter _schedules = new(connection);
    private readonly ServiceWriter _services = new(connection);
    private readonly ApplicationWriter _applications = new(connection);
    private readonly SecretWriter _secrets = new(connection);
    private readonly VenvWriter _venvs = new(connection);
    private readonly WorkflowWriter _workflows = new(connection);
    private readonly AuditWriter _audit = new(connection);

    /// <inheritdoc cref="WriterConnection.IsLost"/>
    public bool IsLost => connection.IsLost;

    /// <inheritdoc cref="WriterConnection.HasLastCommit"/>
    public bool HasLastCommit => connection.HasLastCommit;

    /// <exception cref="StoreException">Nothing was changed.</exception>
    public void Commit(IReadOnlyList<StoreChange> changes)
    {
        var at = 0;
        try
        {
            // Disposing an open transaction rolls it back.
            using var transaction = connection.BeginTransaction();
            for (; at < changes.Count; at++) Write(changes[at]);
            transaction.Commit();
        }
        catch (DbException failure)
        {
            var what = at < changes.Count ? $"change {at + 1} of {changes.Count} ({changes[at].GetType().Name})" : $"{changes.Count} changes";
            throw new StoreException($"The store could not keep {what}: {failure.Message}", failure);
        }
    }

    public void Dispose()
    {
        _tasks.Dispose();
        _cache.Dispose();
        _works.Dispose();
        _schedules.Dispose();
        _services.Dispose();
        _applications.Dispose();
        _secrets.Dispose();
        _venvs.Dispose();
        _workflows.Dispose();
        _audit.Dispose();
        connection.Dispose();
    }

    private void Write(StoreChange change)
    {
        // In the order in which a busy manager makes them.
        switch (change)
        {
            case StoreChange.SaveAction save: _tasks.Save(save.Action); break;
            case StoreChange.UpdateTask update: _tasks.Update(update.Task, update.State); break;
            case StoreChange.AddTask add: _tasks.Add(add.Task); break;
            case StoreChange.SaveWorkStep save: _works.Save(save.Step); break;
            case StoreChange.UpdateWork update: _works.Update(update.Work, update.State); break;
            case StoreChange.AddWork add: _works.Add(add.Work); break;
            case StoreChange.UpdateSchedule update: _schedules.Update(update.Schedule, update.State); break;
            case StoreChange.UpdateService update: _services.Update(update.Service, update.State); break;
            case StoreChange.AddAudit add: _audit.Add(add.Record); break;
            default: WriteRare(change); break;
        }
    }

    private void WriteRare(StoreChange change)
    {
        switch (change)
        {
            case StoreChange.RestartTask restart: _tasks.Restart(restart.Task, restart.Version, restart.State); break;
            case StoreChange.DeleteTask delete: _tasks.Delete(delete.Task, delete.LastAttempt); break;
            case StoreChange.DeleteAction delete: _tasks.DeleteAction(delete.Task, delete.Name); break;
            case StoreChange.SaveCacheEntry save: _cache.Add(save.Entry); break;
            case StoreChange.DeleteCacheEntry delete: _cache.Delete(delete.Key); break;
            case StoreChange.RestartWork restart: _works.Restart(restart.Work, restart.Configuration, restart.State); break;
            case StoreChange.DeleteWork delete: _works.Delete(delete.Work); break;
            case StoreChange.DeleteWorkStep delete: _works.DeleteStep(delete.Work, delete.Name); break;
            case StoreChange.SaveSchedule save: _schedules.Save(save.Schedule); break;
            case StoreChange.DeleteSchedule delete: _schedules.Delete(delete.Schedule); break;
            case StoreChange.SaveService save: _services.Save(save.Service); break;
            case StoreChange.DeleteService delete: _services.Delete(delete.Service); break;
            case StoreChange.SaveApplication save: _applications.Save(save.Application); break;
            case StoreChange.DeleteApplication delete: _applications.Delete(delete.Application); break;
            case StoreChange.AddApplicationVersion add: _applications.Add(add.Version); break;
            case StoreChange.DeleteApplicationVersion delete: _applications.DeleteVersion(delete.Application, delete.HistoryId); break;
            case StoreChange.SaveSecret save: _secrets.Save(save.Secret); break;
            case StoreChange.DeleteSecret delete: _secrets.Delete(delete.Application, delete.Name); break;
            case StoreChange.SaveVenv save: _venvs.Save(save.Venv); break;
            case StoreChange.DeleteVenv delete: _venvs.Delete(delete.Venv); break;
            case StoreChange.AddVenvVersion add: _venvs.Add(add.Version); break;
            case StoreChange.DeleteVenvVersion delete: _venvs.DeleteVersion(delete.Venv, delete.HistoryId); break;
            case StoreChange.SaveWorkflow save: _workflows.Save(save.Workflow); break;
            case StoreChange.DeleteWorkflow delete: _workflows.Delete(delete.Workflow); break;
            default: throw new StoreException($"The store does not know the change {change.GetType().Name}.");
        }
    }
}
