using LitePipeline.Benchmarks.Measuring;
using LitePipeline.Benchmarks.Peers;
using LitePipeline.TestCluster;

namespace LitePipeline.Benchmarks.Cluster;

/// <summary>Actions one after the other: what a step costs where nothing can be shared with others.</summary>
internal sealed class Chain : IBenchmark
{
    private const int Length = 100;

    public string Name => "chain";

    public async Task RunAsync(Report report, Scale scale)
    {
        await using var memory = await BenchmarkCluster.StartAsync(ClusterStore.InMemory, ClusterTransport.InMemory, slots: 2);
        var inMemory = await memory.DeployAsync(BenchmarkCluster.Chain(Length));
        report.Costs("a step of a 100-deep chain, in memory", await Contest.RunAsync(scale, new Contestant("LitePipeline", Length, () => memory.RunAsync(inMemory))));

        await using var cluster = await BenchmarkCluster.StartAsync(ClusterStore.Sqlite, ClusterTransport.Tcp, slots: 2);
        var app = await cluster.DeployAsync(BenchmarkCluster.Chain(Length));
        using var meter = new CommitMeter();
        await cluster.RunAsync(app);
        var commits = meter.Commits / (double)Length;
        var results = await Contest.RunAsync(
            scale,
            new Contestant("LitePipeline", Length, () => cluster.RunAsync(app)),
            new Contestant("2 commits of SQLite and 2 round trips, alone", Length, async () =>
            {
                await PlainSqlite.InsertAsync(cluster.Folder, 2 * Length, perCommit: 1);
                await LoopbackEcho.RunAsync(2 * Length);
            }));
        report.Costs("a step of a 100-deep chain, TCP, durable at both ends", results);
        report.Add("a step of a 100-deep chain, TCP, durable at both ends", "commits of the manager", commits, "commits");
        report.AtMost("a step of a chain", "2 durable commits (the node's outbox is one)", 2.05, commits + 1);
        report.AtMost("a step of a chain", "1.5 times 2 commits and 2 round trips alone", 1.5, 1 / results[0].SpeedTo(results[1]));
    }
}
