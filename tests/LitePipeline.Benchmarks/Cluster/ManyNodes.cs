using System.Diagnostics;
using System.Globalization;
using LitePipeline.Benchmarks.Measuring;
using LitePipeline.Benchmarks.Roles;
using LitePipeline.Core;
using LitePipeline.Core.Applications;
using LitePipeline.TestCluster;

namespace LitePipeline.Benchmarks.Cluster;

/// <summary>A thousand nodes on one manager: what they cost while nothing happens, and how soon all their slots are filled. The nodes are in a process of their own.</summary>
internal sealed class ManyNodes : IBenchmark
{
    private const int Slots = 16, Callers = 256;

    public string Name => "nodes";

    public async Task RunAsync(Report report, Scale scale)
    {
        var (nodes, seconds) = (scale.Of(1000), scale.Of(20));
        await using var cluster = await BenchmarkCluster.StartAsync(ClusterStore.InMemory, ClusterTransport.Tcp, slots: 1, nodes: 0);
        var app = await cluster.DeployAsync(BenchmarkCluster.Single);
        await using var child = ChildProcess.Start(SimulatedNodes.Role, [.. new[] { cluster.EndPoint!.Port, nodes, Slots }.Select(number => number.ToString(CultureInfo.InvariantCulture))]);
        await child.ReadAsync("joined");
        await LitePipelineTestCluster.UntilAsync(async () => (await cluster.Manager.GetClusterAsync()).Nodes.Count == nodes, "all nodes have joined");

        // What joining has left to do is not idleness.
        await Task.Delay(TimeSpan.FromSeconds(scale.Of(5)), TimeProvider.System);
        var before = Environment.CpuUsage.TotalTime;
        await Task.Delay(TimeSpan.FromSeconds(seconds), TimeProvider.System);
        var idle = (Environment.CpuUsage.TotalTime - before) / TimeSpan.FromSeconds(seconds) * 100;
        var work = $"{nodes:N0} nodes of {Slots} slots over TCP";
        report.Add(work, "idle, of one core", idle, "%");
        report.AtMost(work, "idle: 10 % of one core", 10, idle);

        var (filling, fill, total) = (new double[scale.Rounds], new TimeSpan[scale.Rounds], nodes * Slots);
        for (var round = 0; round < scale.Rounds; round++)
        {
            var (begun, used) = (Stopwatch.GetTimestamp(), Environment.CpuUsage.TotalTime);
            await SubmitAsync(cluster.Manager, app, total);
            await child.ReadAsync("full");
            filling[round] = Stopwatch.GetElapsedTime(begun).TotalSeconds;
            fill[round] = Environment.CpuUsage.TotalTime - used;
            using var finished = new FinishedTasks(cluster.Manager, total);
            await child.SayAsync("finish");
            await child.ReadAsync("finished");
            await finished.All;
        }

        report.Add(work, $"{total:N0} tasks from their submission until all slots are full", Result.Median(filling), "s");
        report.Add(work, "the manager's processor time for it, a task", Result.Median([.. fill.Select(time => time.TotalMicroseconds)]) / total, "µs");
        report.AtMost(work, "all slots filled within 2 s", 2, Result.Median(filling));
    }

    private static Task SubmitAsync(IPipelineManager manager, AppId app, int count) =>
        Task.WhenAll(Enumerable.Range(0, Callers).Select(first => Task.Run(async () =>
        {
            for (var i = first; i < count; i += Callers) await manager.SubmitTaskAsync(new SubmitTaskRequest(app, "task"));
        })));
}
