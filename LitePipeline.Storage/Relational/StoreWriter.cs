using System.Data.Common;
using LitePipeline.Core;
using LitePipeline.Core.Storage;
using LitePipeline.Storage.Relational.Applications;
using LitePipeline.Storage.Relational.Schedules;
using LitePipeline.Storage.Relational.Services;
using LitePipeline.Storage.Relational.Tasks;
using LitePipeline.Storage.Relational.Venvs;
using LitePipeline.Storage.Relational.Workflows;
using LitePipeline.Storage.Relational.Works;

namespace LitePipeline.Storage.Relational;

/// <summary>Turns changes into rows, all of a call in one transaction. Owns the writer's connection; one caller at a time.</summary>
internal sealed class StoreWriter(DbConnection connection) : IDisposable
{
    private readonly TaskWriter _tasks = new(connection);
    private readonly WorkWriter _works = new(connection);
    private readonly ScheduleWriter _schedules = new(connection);
    private readonly ServiceWriter _services = new(connection);
    private readonly ApplicationWriter _applications = new(connection);
    private readonly VenvWriter _venvs = new(connection);
    private readonly WorkflowWriter _workflows = new(connection);

    /// <exception cref="StoreException">Nothing was changed.</exception>
    public void Commit(IReadOnlyList<StoreChange> changes)
    {
        var at = 0;
        try
        {
            // Disposing an open transaction rolls it back.
            using var transaction = connection.BeginTransaction();
            for (; at < changes.Count; at++) Write(transaction, changes[at]);
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
        _works.Dispose();
        _schedules.Dispose();
        _services.Dispose();
        _applications.Dispose();
        _venvs.Dispose();
        _workflows.Dispose();
        connection.Dispose();
    }

    private void Write(DbTransaction transaction, StoreChange change)
    {
        // In the order in which a busy manager makes them.
        switch (change)
        {
            case StoreChange.SaveAction save: _tasks.Save(transaction, save.Action); break;
            case StoreChange.UpdateTask update: _tasks.Update(transaction, update.Task, update.State); break;
            case StoreChange.AddTask add: _tasks.Add(transaction, add.Task); break;
            case StoreChange.SaveWorkStep save: _works.Save(transaction, save.Step); break;
            case StoreChange.UpdateWork update: _works.Update(transaction, update.Work, update.State); break;
            case StoreChange.AddWork add: _works.Add(transaction, add.Work); break;
            case StoreChange.UpdateSchedule update: _schedules.Update(transaction, update.Schedule, update.State); break;
            case StoreChange.UpdateService update: _services.Update(transaction, update.Service, update.State); break;
            default: WriteRare(transaction, change); break;
        }
    }

    private void WriteRare(DbTransaction transaction, StoreChange change)
    {
        switch (change)
        {
            case StoreChange.RestartTask restart: _tasks.Restart(transaction, restart.Task, restart.Version, restart.State); break;
            case StoreChange.DeleteTask delete: _tasks.Delete(transaction, delete.Task); break;
            case StoreChange.DeleteAction delete: _tasks.DeleteAction(transaction, delete.Task, delete.Name); break;
            case StoreChange.RestartWork restart: _works.Restart(transaction, restart.Work, restart.Configuration, restart.State); break;
            case StoreChange.DeleteWork delete: _works.Delete(transaction, delete.Work); break;
            case StoreChange.DeleteWorkStep delete: _works.DeleteStep(transaction, delete.Work, delete.Name); break;
            case StoreChange.SaveSchedule save: _schedules.Save(transaction, save.Schedule); break;
            case StoreChange.DeleteSchedule delete: _schedules.Delete(transaction, delete.Schedule); break;
            case StoreChange.SaveService save: _services.Save(transaction, save.Service); break;
            case StoreChange.DeleteService delete: _services.Delete(transaction, delete.Service); break;
            case StoreChange.SaveApplication save: _applications.Save(transaction, save.Application); break;
            case StoreChange.DeleteApplication delete: _applications.Delete(transaction, delete.Application); break;
            case StoreChange.AddApplicationVersion add: _applications.Add(transaction, add.Version); break;
            case StoreChange.DeleteApplicationVersion delete: _applications.DeleteVersion(transaction, delete.Application, delete.HistoryId); break;
            case StoreChange.SaveVenv save: _venvs.Save(transaction, save.Venv); break;
            case StoreChange.DeleteVenv delete: _venvs.Delete(transaction, delete.Venv); break;
            case StoreChange.AddVenvVersion add: _venvs.Add(transaction, add.Version); break;
            case StoreChange.DeleteVenvVersion delete: _venvs.DeleteVersion(transaction, delete.Venv, delete.HistoryId); break;
            case StoreChange.SaveWorkflow save: _workflows.Save(transaction, save.Workflow); break;
            case StoreChange.DeleteWorkflow delete: _workflows.Delete(transaction, delete.Workflow); break;
            default: throw new StoreException($"The store does not know the change {change.GetType().Name}.");
        }
    }
}
