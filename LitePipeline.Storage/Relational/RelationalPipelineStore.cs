using System.Data.Common;
using LitePipeline.Core;
using LitePipeline.Core.Storage;
using LitePipeline.Storage.Relational.Applications;
using LitePipeline.Storage.Relational.Audit;
using LitePipeline.Storage.Relational.Artifacts;
using LitePipeline.Storage.Relational.Caching;
using LitePipeline.Storage.Relational.Schedules;
using LitePipeline.Storage.Relational.Services;
using LitePipeline.Storage.Relational.Tasks;
using LitePipeline.Storage.Relational.Venvs;
using LitePipeline.Storage.Relational.Workflows;
using LitePipeline.Storage.Relational.Works;

namespace LitePipeline.Storage.Relational;

/// <summary>Keeps the manager's state in a database: one connection that writes stays open, others read beside it.</summary>
/// <remarks>Drivers of embedded databases do their work on the calling thread, so commits and queries run on the pool and the manager's loop stays free.</remarks>
internal sealed class RelationalPipelineStore(ISqlDialect dialect) : IPipelineStore
{
    // Calls of CommitAsync come one at a time by contract; this holds dispose back until the last one is through.
    private readonly SemaphoreSlim _writing = new(1, 1);
    private readonly RunningReads _reads = new();
    private StoreWriter? _writer;
    private volatile bool _isOpen;
    private bool _disposed;

    /// <inheritdoc/>
    public Task OpenAsync(CancellationToken cancellationToken) => Guarded(Open, cancellationToken);

    /// <inheritdoc/>
    public async Task<StoreSnapshot> LoadAsync(CancellationToken cancellationToken)
    {
        if (_isOpen && _writer is null or { IsLost: true }) await Guarded(() => Connect(goesOn: false), cancellationToken);
        return await Read(SnapshotSql.Run, cancellationToken);
    }

    /// <inheritdoc/>
    public Task CommitAsync(IReadOnlyList<StoreChange> changes, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(changes);
        return Guarded(() => Commit(changes), cancellationToken);
    }

    /// <inheritdoc/>
    public Task<Page<T>> QueryAsync<T>(StoreQuery<T> query, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(query);
        return Read(reader => (Page<T>)Run(reader, query), cancellationToken);
    }

    /// <summary>Waits for a running commit and for the queries that run, and closes the database.</summary>
    public async ValueTask DisposeAsync()
    {
        await _writing.WaitAsync();
        try
        {
            if (_disposed) return;
            _disposed = true;
            await _reads.CloseAsync();
            // Readers first: the last connection to go writes the log back into the database and removes it.
            dialect.ReleaseReaders();
            _writer?.Dispose();
            _writer = null;
        }
        finally
        {
            _writing.Release();
        }
    }

    private void Open()
    {
        if (!_isOpen) Connect(goesOn: false);
        _isOpen = true;
    }

    private void Commit(IReadOnlyList<StoreChange> changes)
    {
        if (!_isOpen) throw NotOpen();
        // What a connection that is lost did not commit is committed by the next one, unless it was the answer alone that was lost.
        if (_writer is null or { IsLost: true } && Connect(goesOn: true).HasLastCommit) return;
        _writer!.Commit(changes);
    }

    private StoreWriter Connect(bool goesOn)
    {
        _writer?.Dispose();
        _writer = null;
        DbConnection? connection = null;
        try
        {
            connection = dialect.OpenWriter();
            Migrations.Apply(connection, dialect);
            return _writer = new StoreWriter(dialect.StartWriting(connection, goesOn));
        }
        catch (Exception failure)
        {
            connection?.Dispose();
            if (failure is not DbException) throw;
            throw new StoreException($"The database {dialect.Describe} cannot be opened for writing: {failure.Message}", failure);
        }
    }

    private async Task Guarded(Action act, CancellationToken cancellationToken)
    {
        await _writing.WaitAsync(cancellationToken);
        try
        {
            ObjectDisposedException.ThrowIf(_disposed, this);
            await Task.Run(act, cancellationToken);
        }
        finally
        {
            _writing.Release();
        }
    }

    private Task<T> Read<T>(Func<StoreReader, T> read, CancellationToken cancellationToken) => Task.Run(
        () =>
        {
            ObjectDisposedException.ThrowIf(!_reads.TryBegin(), this);
            try
            {
                if (!_isOpen) throw NotOpen();
                return Read(read);
            }
            catch (DbException failure)
            {
                throw new StoreException($"The database {dialect.Describe} could not be read: {failure.Message}", failure);
            }
            finally
            {
                _reads.End();
            }
        },
        cancellationToken);

    private T Read<T>(Func<StoreReader, T> read)
    {
        try
        {
            using var reader = new StoreReader(dialect);
            return read(reader);
        }
        catch (DbException failure) when (failure.IsTransient)
        {
            // A connection of the pool may have died while nobody used it; one that is new says what is the matter.
            dialect.ReleaseReaders();
            using var reader = new StoreReader(dialect);
            return read(reader);
        }
    }

    private static object Run<T>(StoreReader reader, StoreQuery<T> query) => query switch
    {
        TaskQuery tasks => TaskQuerySql.Run(reader, tasks),
        ActionQuery actions => ActionQuerySql.Run(reader, actions),
        ArtifactQuery artifacts => ArtifactQuerySql.Run(reader, artifacts),
        ArtifactBytesQuery => ArtifactQuerySql.Bytes(reader),
        CacheQuery cached => CacheQuerySql.Run(reader, cached),
        ApplicationQuery applications => ApplicationQuerySql.Run(reader, applications),
        ApplicationVersionQuery versions => ApplicationVersionQuerySql.Run(reader, versions),
        WorkQuery works => WorkQuerySql.Run(reader, works),
        WorkStepQuery steps => WorkStepQuerySql.Run(reader, steps),
        WorkflowQuery workflows => WorkflowQuerySql.Run(reader, workflows),
        ScheduleQuery schedules => ScheduleQuerySql.Run(reader, schedules),
        ServiceQuery services => ServiceQuerySql.Run(reader, services),
        AuditQuery audit => AuditQuerySql.Run(reader, audit),
        VenvQuery venvs => VenvQuerySql.Run(reader, venvs),
        VenvVersionQuery versions => VenvVersionQuerySql.Run(reader, versions),
        _ => throw new StoreException($"The store does not know the query {query.GetType().Name}."),
    };

    private static InvalidOperationException NotOpen() => new($"Call {nameof(OpenAsync)} first.");
}
