using LitePipeline.Benchmarks.Measuring;
using LitePipeline.Benchmarks.Peers;
using LitePipeline.TestCluster;

namespace LitePipeline.Benchmarks.Cluster;

/// <summary>The same tasks with every change durable, beside job systems on a PostgreSQL of this machine, and beside the database alone.</summary>
internal sealed class DurableTasks : IBenchmark
{
    public string Name => "durable";

    public async Task RunAsync(Report report, Scale scale)
    {
        var (count, peers) = (scale.Of(10_000), scale.Of(2000));
        await using var cluster = await BenchmarkCluster.StartAsync(ClusterStore.Sqlite, ClusterTransport.InMemory, slots: 64);
        var app = await cluster.DeployAsync(BenchmarkCluster.Single);
        using var meter = new CommitMeter();
        await BenchmarkCluster.RunManyAsync(cluster.Manager, app, count, callers: 256);
        var (rows, perCommit) = ((int)meter.Changes, (int)(meter.Changes / meter.Commits));
        await using var postgres = await PostgresServer.StartAsync();
        using var hangfire = new HangfirePostgres(postgres.ConnectionString);
        await using var wolverine = await WolverineOnPostgres.StartAsync(postgres.ConnectionString);
        var results = await Contest.RunAsync(
            scale,
            new Contestant("LitePipeline (SQLite, synchronous=FULL)", count, () => BenchmarkCluster.RunManyAsync(cluster.Manager, app, count, callers: 256)),
            new Contestant("Hangfire.PostgreSql", peers, () => hangfire.RunAsync(peers)),
            new Contestant("Wolverine, durable local queue on PostgreSQL", peers, () => wolverine.RunAsync(peers)),
            new Contestant($"SQLite alone: as many rows, {perCommit:N0} in a commit", count, () => PlainSqlite.InsertAsync(cluster.Folder, rows, perCommit)));
        report.Rates($"{count:N0} no-op tasks, durable", "tasks/s", results);
        report.AtLeast("no-op tasks, durable", "5 times the better peer on PostgreSQL", 5, Math.Min(results[0].SpeedTo(results[1]), results[0].SpeedTo(results[2])));
        report.AtLeast("no-op tasks, durable", "half of the database alone", 0.5, results[0].SpeedTo(results[3]));
    }
}
