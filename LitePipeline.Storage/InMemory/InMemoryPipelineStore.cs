using LitePipeline.Core;
using LitePipeline.Core.Storage;

namespace LitePipeline.Storage.InMemory;

/// <summary>Keeps the manager's state in memory: for tests, measurements and throw-away use.</summary>
/// <remarks>
/// Keeps what a durable store promises except durability: commits are all or nothing, and queries see whole commits only.
/// The content lives as long as the object; disposing it changes nothing, so that a manager can be restarted on it.
/// </remarks>
public sealed class InMemoryPipelineStore : IPipelineStore
{
    private readonly Lock _gate = new();
    private readonly MemoryTables _tables = new();

    /// <inheritdoc/>
    public Task OpenAsync(CancellationToken cancellationToken) =>
        cancellationToken.IsCancellationRequested ? Task.FromCanceled(cancellationToken) : Task.CompletedTask;

    /// <inheritdoc/>
    public Task<StoreSnapshot> LoadAsync(CancellationToken cancellationToken) => Answer(() => MemorySnapshot.Take(_tables), cancellationToken);

    /// <inheritdoc/>
    public Task CommitAsync(IReadOnlyList<StoreChange> changes, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(changes);
        if (cancellationToken.IsCancellationRequested) return Task.FromCanceled(cancellationToken);
        try
        {
            lock (_gate) _tables.Apply(changes);
            return Task.CompletedTask;
        }
        catch (StoreException refused)
        {
            return Task.FromException(refused);
        }
    }

    /// <inheritdoc/>
    public Task<Page<T>> QueryAsync<T>(StoreQuery<T> query, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(query);
        return Answer(() => (Page<T>)MemoryQueries.Run(_tables, query), cancellationToken);
    }

    /// <summary>Does nothing: see the remarks.</summary>
    public ValueTask DisposeAsync() => ValueTask.CompletedTask;

    private Task<T> Answer<T>(Func<T> read, CancellationToken cancellationToken)
    {
        if (cancellationToken.IsCancellationRequested) return Task.FromCanceled<T>(cancellationToken);
        try
        {
            lock (_gate) return Task.FromResult(read());
        }
        catch (Exception failure) when (failure is StoreException or ArgumentException)
        {
            return Task.FromException<T>(failure);
        }
    }
}
