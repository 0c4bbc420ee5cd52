using System.Diagnostics;
using LitePipeline.Benchmarks.Measuring;
using LitePipeline.Core;
using LitePipeline.Core.Applications;
using LitePipeline.Core.Storage;
using LitePipeline.Core.Tasks;
using LitePipeline.TestCluster;

namespace LitePipeline.Benchmarks.Cluster;

/// <summary>A long queue on a durable manager: what submitting, listing and dispatching a task costs behind it, and what it holds of memory.</summary>
internal sealed class QueuedTasks : IBenchmark
{
    private const int Few = 10_000, Callers = 256, Listed = 100;

    public string Name => "queue";

    public async Task RunAsync(Report report, Scale scale)
    {
        var many = scale.Of(1_000_000);
        await using var cluster = await LitePipelineTestCluster.StartAsync(o =>
        {
            (o.Store, o.Nodes, o.SlotsPerNode) = (ClusterStore.Sqlite, 0, 64);
            o.ConfigureNode = node => node.DurableResults = false;
            o.ConfigureNodeHost = BenchmarkCluster.AddActions;
        });
        var app = await cluster.DeployAsync(BenchmarkCluster.Single);
        await SubmitAsync(cluster.Manager, app, Few);
        var before = GC.GetTotalMemory(forceFullCollection: true);

        var (submitFew, submitMany) = (new double[scale.Rounds], new double[scale.Rounds]);
        for (var i = 0; i < scale.Rounds; i++) submitFew[i] = await SubmitAsync(cluster.Manager, app, Few / scale.Rounds);
        var listFew = await ListAsync(cluster.Manager, scale);
        await SubmitAsync(cluster.Manager, app, many - (3 * Few));
        for (var i = 0; i < scale.Rounds; i++) submitMany[i] = await SubmitAsync(cluster.Manager, app, Few / scale.Rounds);
        var listMany = await ListAsync(cluster.Manager, scale);
        var bytes = (GC.GetTotalMemory(forceFullCollection: true) - before) / (double)(many - Few);

        // The node comes last: from then on the queue is worked off.
        var dispatchMany = await DispatchAsync(cluster, scale);
        await DrainToAsync(cluster, Few);
        var dispatchFew = await DispatchAsync(cluster, scale);

        Row("submitting a task", submitFew, submitMany);
        Row($"listing {Listed} tasks, first and middle page", listFew, listMany);
        Row("dispatching a task to its end", dispatchFew, dispatchMany);
        report.Add($"memory of a queued task behind {many:N0}", "LitePipeline", bytes, "bytes");
        report.AtMost("queued tasks", "400 bytes of memory each beyond the input", 400, bytes);

        void Row(string what, double[] few, double[] long_)
        {
            var (a, b) = (Result.Median(few), Result.Median(long_));
            report.Add($"{what}, {Few:N0} queued, durable", "LitePipeline", a * 1e6, "µs");
            report.Add($"{what}, {many:N0} queued, durable", "LitePipeline", b * 1e6, "µs", a / b);
            report.AtMost($"queued tasks: {what}", $"at {many:N0} at most 1.2 of at {Few:N0}", 1.2, b / a);
        }
    }

    private static async Task<double> SubmitAsync(IPipelineManager manager, AppId app, int count)
    {
        var begun = Stopwatch.GetTimestamp();
        await Task.WhenAll(Enumerable.Range(0, Callers).Select(first => Task.Run(async () =>
        {
            for (var i = first; i < count; i += Callers) await manager.SubmitTaskAsync(new SubmitTaskRequest(app, "task"));
        })));
        return Stopwatch.GetElapsedTime(begun).TotalSeconds / count;
    }

    private static async Task<double[]> ListAsync(IPipelineManager manager, Scale scale)
    {
        var seconds = new double[scale.Rounds];
        for (var round = 0; round < scale.Rounds; round++)
        {
            var begun = Stopwatch.GetTimestamp();
            var first = await manager.ListTasksAsync(new TaskQuery { Limit = Listed, Stage = RunStage.Pending });
            await manager.ListTasksAsync(new TaskQuery { Limit = Listed, Stage = RunStage.Pending, After = first.Items[^1].Sequence });
            seconds[round] = Stopwatch.GetElapsedTime(begun).TotalSeconds;
        }

        return seconds;
    }

    private static async Task<double[]> DispatchAsync(LitePipelineTestCluster cluster, Scale scale)
    {
        var each = Few / 2 / scale.Rounds;
        var seconds = new double[scale.Rounds];
        if (cluster.Nodes.Count == 0) await cluster.AddNodeAsync();
        await FinishAsync(cluster.Manager, each);
        for (var round = 0; round < scale.Rounds; round++)
        {
            var begun = Stopwatch.GetTimestamp();
            await FinishAsync(cluster.Manager, each);
            seconds[round] = Stopwatch.GetElapsedTime(begun).TotalSeconds / each;
        }

        return seconds;
    }

    private static async Task DrainToAsync(LitePipelineTestCluster cluster, int left)
    {
        var queued = (await cluster.Manager.ListTasksAsync(new TaskQuery { Limit = 1, Stage = RunStage.Pending })).Total;
        if (queued > left) await FinishAsync(cluster.Manager, (int)queued - left);
    }

    private static async Task FinishAsync(IPipelineManager manager, int count)
    {
        using var finished = new FinishedTasks(manager, count);
        await finished.All;
    }
}
