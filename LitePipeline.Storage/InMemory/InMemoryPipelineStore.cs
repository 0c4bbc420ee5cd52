using LitePipeline.Core;
using LitePipeline.Core.Storage;
using LitePipeline.Core.Tasks;

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
    public Task<StoreSnapshot> LoadAsync(CancellationToken cancellationToken) => Answer(Load, cancellationToken);

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
        return Answer(() => (Page<T>)Run(query), cancellationToken);
    }

    /// <summary>Does nothing: see the remarks.</summary>
    public ValueTask DisposeAsync() => ValueTask.CompletedTask;

    private object Run<T>(StoreQuery<T> query) => query switch
    {
        TaskQuery tasks => MemoryQueries.Run(_tables, tasks),
        ActionQuery actions => MemoryQueries.Run(_tables, actions),
        ApplicationQuery applications => MemoryQueries.Run(_tables, applications),
        ApplicationVersionQuery versions => MemoryQueries.Run(_tables, versions),
        _ => throw new StoreException($"The store does not know the query {query.GetType().Name}."),
    };

    private StoreSnapshot Load()
    {
        var open = new List<TaskRow>();
        for (var at = 0; at < _tables.TasksBySequence.Count; at++)
        {
            var row = _tables.TasksBySequence[at];
            if (row.State.Stage != RunStage.Finished) open.Add(row);
        }

        return new StoreSnapshot
        {
            Applications = [.. _tables.Applications.Values.Select(row => row.Record).OrderBy(application => application.Sequence)],
            Versions = [.. _tables.Applications.Values.SelectMany(row => row.Versions).OrderBy(version => version.HistoryId)],
            Tasks = [.. open.Select(row => row.ToRecord())],
            Actions = [.. open.SelectMany(MemoryQueries.ActionsOf)],
            LastTaskSequence = _tables.High.Task,
            LastApplicationSequence = _tables.High.Application,
            LastHistoryId = _tables.High.History,
        };
    }

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
