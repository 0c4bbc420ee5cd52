using LitePipeline.Core;
using LitePipeline.Core.Storage;

namespace LitePipeline.TestCluster;

/// <summary>A store that outlives its manager, as a disk does, and takes nothing more from a manager that was killed.</summary>
internal sealed class SurvivingStore(IPipelineStore disk, bool closes) : IPipelineStore
{
    private volatile bool _dead;

    /// <summary>From now on the manager that has this gets nothing through any more.</summary>
    public void Kill() => _dead = true;

    public Task OpenAsync(CancellationToken cancellationToken) => disk.OpenAsync(cancellationToken);

    public Task<StoreSnapshot> LoadAsync(CancellationToken cancellationToken) => Alive().LoadAsync(cancellationToken);

    public Task CommitAsync(IReadOnlyList<StoreChange> changes, CancellationToken cancellationToken) => Alive().CommitAsync(changes, cancellationToken);

    public Task<Page<T>> QueryAsync<T>(StoreQuery<T> query, CancellationToken cancellationToken) => Alive().QueryAsync(query, cancellationToken);

    public ValueTask DisposeAsync() => closes ? disk.DisposeAsync() : ValueTask.CompletedTask;

    private IPipelineStore Alive() => _dead ? throw new OperationCanceledException("The manager was killed.") : disk;
}
