using System.Data.Common;
using LitePipeline.Core;
using LitePipeline.Core.Storage;

namespace LitePipeline.Storage.Relational;

/// <summary>Turns changes into rows, all of a call in one transaction. Owns the writer's connection; one caller at a time.</summary>
internal sealed class StoreWriter(DbConnection connection) : IDisposable
{
    private readonly TaskWriter _tasks = new(connection);
    private readonly ApplicationWriter _applications = new(connection);

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
        _applications.Dispose();
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
            case StoreChange.DeleteTask delete: _tasks.Delete(transaction, delete.Task); break;
            case StoreChange.SaveApplication save: _applications.Save(transaction, save.Application); break;
            case StoreChange.AddApplicationVersion add: _applications.Add(transaction, add.Version); break;
            case StoreChange.DeleteApplication delete: _applications.Delete(transaction, delete.Application); break;
            default: throw new StoreException($"The store does not know the change {change.GetType().Name}.");
        }
    }
}
