using LitePipeline.Core;
using LitePipeline.Core.Storage;
using LitePipeline.Simulation.Faults;
using LitePipeline.Simulation.Time;
using LitePipeline.Storage.InMemory;

namespace LitePipeline.Simulation.Disks;

/// <summary>The store as one life of the manager sees it: the rows are those of the in-memory store, and outlive the process; each access takes its time and may fail.</summary>
internal sealed class SimulatedStore(World world, InMemoryPipelineStore rows, SimulatedProcess process) : IPipelineStore
{
    public Task OpenAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task<StoreSnapshot> LoadAsync(CancellationToken cancellationToken) => Answer(world.Between(0.001, 0.2), () =>
        world.Faults.Strikes(FaultKind.LoadFailed, 4) ? throw new StoreException("Simulated: the store cannot be read.") : rows.LoadAsync(CancellationToken.None).Result);

    public Task<Page<T>> QueryAsync<T>(StoreQuery<T> query, CancellationToken cancellationToken) =>
        Answer(world.Between(0.0001, 0.003), () => rows.QueryAsync(query, CancellationToken.None).Result);

    public Task CommitAsync(IReadOnlyList<StoreChange> changes, CancellationToken cancellationToken)
    {
        world.CheckThread();
        // The list is the loop's and is used again.
        StoreChange[] kept = [.. changes];
        if (world.Sabotage == Sabotage.ActBeforePersist)
        {
            world.Scheduler.After(world.Between(0.05, 0.5), process, () => Apply(kept));
            return Task.CompletedTask;
        }

        var committed = new TaskCompletionSource();
        var slow = world.Faults.Strikes(FaultKind.CommitSlow, 300);
        world.Scheduler.After(slow ? world.Between(1, 40) : world.Between(0.0003, 0.01), process, () => Commit(kept, committed, cancellationToken));
        return committed.Task;
    }

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;

    private void Commit(StoreChange[] changes, TaskCompletionSource committed, CancellationToken cancellationToken)
    {
        if (cancellationToken.IsCancellationRequested) committed.SetCanceled(cancellationToken);
        else if (world.Scheduler.Now < world.Manager.DiskFullUntil) committed.SetException(new StoreException("Simulated: the disk is full."));
        else if (world.Faults.Strikes(FaultKind.CommitFailed, 60)) committed.SetException(new StoreException("Simulated: the commit failed."));
        else if (world.Faults.Strikes(FaultKind.ManagerKilledBeforeCommit, 250)) world.Manager.Kill("before a commit");
        else if (world.Faults.Strikes(FaultKind.CommitUnknown, 200)) Unknown(changes, committed);
        else Persist(changes, committed);
    }

    private void Persist(StoreChange[] changes, TaskCompletionSource committed)
    {
        Apply(changes);
        if (world.Faults.Strikes(FaultKind.ManagerKilledAfterCommit, 250))
        {
            world.Manager.Kill("after a commit");
            return;
        }

        world.Scheduler.After(world.Between(0, 0.002), process, committed.SetResult);
    }

    private void Unknown(StoreChange[] changes, TaskCompletionSource committed)
    {
        if (world.Random.Next(2) == 0) Apply(changes);
        world.Scheduler.After(world.Between(0.1, 5), process, () => committed.SetException(new IOException("Simulated: the commit was not answered.")));
    }

    private void Apply(StoreChange[] changes)
    {
        world.History.Committing(changes);
        try
        {
            rows.CommitAsync(changes, CancellationToken.None).GetAwaiter().GetResult();
        }
        catch (StoreException refused)
        {
            throw new ViolationException("commit", $"The store cannot take what was decided: {refused.Message}");
        }
    }

    private Task<T> Answer<T>(TimeSpan delay, Func<T> read)
    {
        world.CheckThread();
        var answer = new TaskCompletionSource<T>();
        world.Scheduler.After(delay, process, () =>
        {
            try { answer.SetResult(read()); }
            catch (StoreException failure) { answer.SetException(failure); }
        });
        return answer.Task;
    }
}
