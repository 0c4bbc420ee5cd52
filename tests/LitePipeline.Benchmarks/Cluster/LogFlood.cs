using System.Diagnostics;
using LitePipeline.Benchmarks.Measuring;
using LitePipeline.Core;
using LitePipeline.Core.Applications;
using LitePipeline.Core.Tasks;
using LitePipeline.TestCluster;

namespace LitePipeline.Benchmarks.Cluster;

/// <summary>Other actions beside one that writes 100 MB of output a second: held against the same flood from outside, since both need the same processor and disk.</summary>
internal sealed class LogFlood : IBenchmark
{
    private const string Flood = "bash -c 'while :; do head -c 10000000 /dev/zero; sleep 0.1; done'";

    public string Name => "flood";

    public async Task RunAsync(Report report, Scale scale)
    {
        var count = scale.Of(500);
        await using var cluster = await BenchmarkCluster.StartAsync(ClusterStore.InMemory, ClusterTransport.InMemory, slots: 3);
        var app = await cluster.DeployAsync(BenchmarkCluster.Process("/bin/true"));
        var flood = await cluster.DeployAsync(BenchmarkCluster.Process(Flood));
        var outside = Path.Combine(cluster.Folder, "flood");
        var results = await Contest.RunAsync(
            scale,
            new Contestant("beside an action that floods", count, async () =>
            {
                var task = await cluster.Manager.SubmitTaskAsync(new SubmitTaskRequest(flood, "flood"));
                await BenchmarkCluster.RunManyAsync(cluster.Manager, app, count, callers: 2);
                await cluster.Manager.StopTaskAsync(task, StopSignal.Kill);
                await cluster.Manager.WaitForTaskAsync(task);
                await cluster.Manager.DeleteTaskAsync(task);
            }),
            new Contestant("beside the same flood outside LitePipeline", count, async () =>
            {
                using var process = Process.Start(new ProcessStartInfo("setsid", ["bash", "-c", $"{Flood} > '{outside}'"]))!;
                await BenchmarkCluster.RunManyAsync(cluster.Manager, app, count, callers: 2);
                using (var kill = Process.Start("kill", ["-KILL", "--", $"-{process.Id}"])) await kill.WaitForExitAsync();
                await process.WaitForExitAsync();
            }),
            new Contestant("with nothing else", count, () => BenchmarkCluster.RunManyAsync(cluster.Manager, app, count, callers: 2)));
        report.Rates("`/bin/true` beside a log of 100 MB/s", "processes/s", results);
        report.AtLeast("log flood", "others at 0.9 of their speed beside the same flood from outside", 0.9, results[0].SpeedTo(results[1]));
    }
}
