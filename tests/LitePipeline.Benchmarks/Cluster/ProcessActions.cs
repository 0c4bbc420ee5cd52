using LitePipeline.Benchmarks.Measuring;
using LitePipeline.Benchmarks.Peers;
using LitePipeline.TestCluster;

namespace LitePipeline.Benchmarks.Cluster;

/// <summary>Commands as actions, two at once, beside the cheapest way to spawn them.</summary>
internal sealed class ProcessActions : IBenchmark
{
    public string Name => "process";

    public async Task RunAsync(Report report, Scale scale)
    {
        report.AtLeast("OS processes", "0.9 of `xargs -P2`", 0.9, await RunAsync(report, scale, "/bin/true", scale.Of(2000)));
        report.AtLeast("Python actions", "0.97 of `xargs -P2`", 0.97, await RunAsync(report, scale, "python3 -S -E -c pass", scale.Of(400)));
    }

    private static async Task<double> RunAsync(Report report, Scale scale, string command, int count)
    {
        await using var cluster = await BenchmarkCluster.StartAsync(ClusterStore.InMemory, ClusterTransport.InMemory, slots: 2);
        var app = await cluster.DeployAsync(BenchmarkCluster.Process(command));
        var results = await Contest.RunAsync(
            scale,
            new Contestant("LitePipeline", count, () => BenchmarkCluster.RunManyAsync(cluster.Manager, app, count, callers: 16)),
            new Contestant("`xargs -P2`", count, () => Xargs.RunAsync(command, count, Path.Combine(cluster.Folder, "output"))));
        report.Rates($"`{command}`, two at once, output to a file", "processes/s", results);
        return results[0].SpeedTo(results[1]);
    }
}
