using LitePipeline.Benchmarks.Measuring;
using LitePipeline.Benchmarks.Peers;
using LitePipeline.Storage.Sqlite;

namespace LitePipeline.Benchmarks.Stores;

/// <summary>What a manager writes, without the manager: the rows that tasks of one action leave from their beginning to their end.</summary>
internal sealed class StoreWriting : IBenchmark
{
    private readonly TaskRows _rows = new();

    public string Name => "store";

    public async Task RunAsync(Report report, Scale scale)
    {
        var (few, tasks) = (scale.Of(200), scale.Of(10_000));
        const int perCommit = 500;
        var folder = Directory.CreateTempSubdirectory("litepipeline-benchmark-");
        try
        {
            await using var store = SqlitePipelineStore.Create(new SqliteStoreOptions { Path = Path.Combine(folder.FullName, "state.db") });
            await store.OpenAsync(CancellationToken.None);
            report.Rates("a durable commit of one change (SQLite, synchronous=FULL)", "commits/s", await Contest.RunAsync(
                scale,
                new Contestant("LitePipeline", few * TaskRows.PerTask, () => _rows.WriteAsync(store, few, changesPerCommit: 1)),
                new Contestant("write and flush of 4 KB, by the disk alone", few * TaskRows.PerTask, () => PlainFile.FlushAsync(folder.FullName, few * TaskRows.PerTask))));
            report.Rates("rows in durable commits of 2,500", "rows/s", await Contest.RunAsync(
                scale,
                new Contestant("LitePipeline", tasks * TaskRows.PerTask, () => _rows.WriteAsync(store, tasks, perCommit * TaskRows.PerTask)),
                new Contestant("Microsoft.Data.Sqlite, a prepared insert of 16 columns", tasks * TaskRows.PerTask, () => PlainSqlite.InsertAsync(folder.FullName, tasks * TaskRows.PerTask, perCommit * TaskRows.PerTask))));
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }
}
