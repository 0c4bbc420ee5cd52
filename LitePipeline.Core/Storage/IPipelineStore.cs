namespace LitePipeline.Core.Storage;

/// <summary>Keeps the manager's state: loads what is unfinished, commits decisions, answers queries.</summary>
/// <remarks>One writer calls <see cref="CommitAsync"/>, one call at a time; queries come from many threads beside it and see whole commits only.</remarks>
public interface IPipelineStore : IAsyncDisposable
{
    /// <summary>Opens the store and brings its schema up to date.</summary>
    /// <exception cref="StoreException">It cannot be opened, or a newer version wrote it.</exception>
    Task OpenAsync(CancellationToken cancellationToken);

    /// <summary>Loads all that the manager's machine needs to go on, and takes the right to write again where that was lost.</summary>
    /// <exception cref="StoreException">It cannot be read, or another manager has it.</exception>
    Task<StoreSnapshot> LoadAsync(CancellationToken cancellationToken);

    /// <summary>Makes the changes durable, all or none, in their order.</summary>
    /// <exception cref="StoreException">Nothing was changed; the same call may be tried again.</exception>
    /// <exception cref="CommitUncertainException">They may have been made. Either the same call is tried again, which finds out, or the store is loaded.</exception>
    /// <exception cref="StoreTakenException">Another manager has written meanwhile: only a load helps.</exception>
    Task CommitAsync(IReadOnlyList<StoreChange> changes, CancellationToken cancellationToken);

    /// <summary>Answers a query from the last commit.</summary>
    Task<Page<T>> QueryAsync<T>(StoreQuery<T> query, CancellationToken cancellationToken);
}
