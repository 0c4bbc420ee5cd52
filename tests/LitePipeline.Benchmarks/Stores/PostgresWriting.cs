using LitePipeline.Benchmarks.Measuring;
using LitePipeline.Benchmarks.Peers;
using LitePipeline.Storage.Postgres;

namespace LitePipeline.Benchmarks.Stores;

/// <summary>The same rows as <see cref="StoreWriting"/>, in PostgreSQL.</summary>
internal sealed class PostgresWriting : IBenchmark
{
    private readonly TaskRows _rows = new();

    public string Name => "store-postgres";

    public async Task RunAsync(Report report, Scale scale)
    {
        var (few, tasks) = (scale.Of(200), scale.Of(10_000));
        const int perCommit = 500;
        await using var server = await PostgresServer.StartAsync();
        await using var store = PostgresPipelineStore.Create(new PostgresStoreOptions { ConnectionString = server.ConnectionString });
        await store.OpenAsync(CancellationToken.None);
        report.Rates("a durable commit of one change (PostgreSQL)", "commits/s", await Contest.RunAsync(
            scale,
            new Contestant("LitePipeline", few * TaskRows.PerTask, () => _rows.WriteAsync(store, few, changesPerCommit: 1)),
            new Contestant("Npgsql, an insert of 16 columns", few * TaskRows.PerTask, () => PlainPostgres.InsertAsync(server.ConnectionString, few * TaskRows.PerTask, 1))));
        report.Rates("rows in durable commits of 2,500 (PostgreSQL)", "rows/s", await Contest.RunAsync(
            scale,
            new Contestant("LitePipeline", tasks * TaskRows.PerTask, () => _rows.WriteAsync(store, tasks, perCommit * TaskRows.PerTask)),
            new Contestant("Npgsql, inserts of 16 columns in batches", tasks * TaskRows.PerTask, () => PlainPostgres.InsertAsync(server.ConnectionString, tasks * TaskRows.PerTask, perCommit * TaskRows.PerTask))));
    }
}
