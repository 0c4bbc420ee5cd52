using LitePipeline.Benchmarks.Measuring;
using LitePipeline.Benchmarks.Peers;
using LitePipeline.TestCluster;

namespace LitePipeline.Benchmarks.Cluster;

/// <summary>Tasks of one C# action that does nothing, from the first submission until all have finished; nothing on a disk.</summary>
internal sealed class NoOpTasks : IBenchmark
{
    public string Name => "noop";

    public async Task RunAsync(Report report, Scale scale)
    {
        var count = scale.Of(10_000);
        await using var cluster = await BenchmarkCluster.StartAsync(ClusterStore.InMemory, ClusterTransport.InMemory, slots: 64);
        var app = await cluster.DeployAsync(BenchmarkCluster.Single);
        var results = await Contest.RunAsync(
            scale,
            new Contestant("LitePipeline", count, () => BenchmarkCluster.RunManyAsync(cluster.Manager, app, count, callers: 256)),
            new Contestant("Hangfire.InMemory", count, () => HangfireJobs.RunInMemoryAsync(count)),
            new Contestant("Quartz in memory, which keeps no record of a job", count, () => QuartzInMemory.RunAsync(count)));
        report.Rates($"{count:N0} no-op tasks, in memory", "tasks/s", results);
        report.AtLeast("no-op tasks, in memory", "5 times the best peer that keeps a record", 5, results[0].SpeedTo(results[1]));
    }
}
