using LitePipeline.Core.Storage;
using LitePipeline.Storage.Postgres;
using LitePipeline.Storage.Tests.Stores;

namespace LitePipeline.Storage.Tests.Postgres;

/// <summary>PostgreSQL in a schema of its own.</summary>
internal sealed class PostgresTestStore : TestStore
{
    private IPipelineStore _store;

    public PostgresTestStore() => _store = NewStore();

    public static PostgresTestStore New() => new();

    public PostgresStoreOptions Options { get; } = TestPostgres.TakeSchema();

    public override IPipelineStore Store => _store;

    public IPipelineStore NewStore() => PostgresPipelineStore.Create(Options);

    public Task<object?> RunAsync(string sql) => TestPostgres.RunAsync(Options, sql);

    public override async Task ReopenAsync()
    {
        await _store.DisposeAsync();
        _store = NewStore();
        await _store.OpenAsync(CancellationToken.None);
    }

    public override async ValueTask DisposeAsync()
    {
        await _store.DisposeAsync();
        await TestPostgres.GiveBackAsync(Options);
    }
}
