using LitePipeline.Benchmarks.Cluster;
using LitePipeline.Benchmarks.Measuring;
using LitePipeline.TestCluster;
using LitePipeline.Transport.Tcp;
using Microsoft.Extensions.DependencyInjection;

namespace LitePipeline.Benchmarks.Counting;

/// <summary>What a step of a chain, and a task, take of a whole cluster.</summary>
/// <param name="Commits">The manager's commits for a step.</param>
/// <param name="Changes">The changes in them.</param>
/// <param name="ToNode">Messages to the node for a step.</param>
/// <param name="BytesToNode">Their bytes.</param>
/// <param name="ToManager">Messages to the manager for a step.</param>
/// <param name="BytesToManager">Their bytes.</param>
/// <param name="Allocated">Bytes that manager and node allocate for a step.</param>
internal sealed record ClusterCounts(double Commits, double Changes, double ToNode, double BytesToNode, double ToManager, double BytesToManager, double Allocated)
{
    private const int Length = 100;

    /// <summary>Counts over a chain, durable at both ends and over TCP: with one action at a time nothing is shared by chance.</summary>
    public static async Task<ClusterCounts> OfChainAsync()
    {
        CountingProxy? proxy = null;
        await using var cluster = await LitePipelineTestCluster.StartAsync(o =>
        {
            (o.Store, o.Transport, o.Nodes) = (ClusterStore.Sqlite, ClusterTransport.Tcp, 0);
            o.ConfigureNodeHost = node =>
            {
                BenchmarkCluster.AddActions(node);
                node.Services.Configure<TcpConnectorOptions>(tcp => tcp.ManagerPort = proxy!.Port);
            };
        });
        await using var counting = proxy = new CountingProxy(cluster.EndPoint!);
        await cluster.AddNodeAsync();
        var app = await cluster.DeployAsync(BenchmarkCluster.Chain(Length));
        await cluster.RunAsync(app);
        using var meter = new CommitMeter();
        var (passed, allocated) = (proxy.Passed, GC.GetTotalAllocatedBytes(precise: true));
        await cluster.RunAsync(app);
        allocated = GC.GetTotalAllocatedBytes(precise: true) - allocated;
        passed = proxy.Passed - passed;
        return new ClusterCounts(
            meter.Commits / (double)Length, meter.Changes / (double)Length,
            passed.ToNode / (double)Length, passed.BytesToNode / (double)Length,
            passed.ToManager / (double)Length, passed.BytesToManager / (double)Length,
            allocated / (double)Length);
    }

    /// <summary>Bytes that manager and node allocate in memory for a task of one C# action, one after the other.</summary>
    public static async Task<double> BytesPerTaskAsync(int tasks = 500)
    {
        await using var cluster = await BenchmarkCluster.StartAsync(ClusterStore.InMemory, ClusterTransport.InMemory, slots: 1);
        var app = await cluster.DeployAsync(BenchmarkCluster.Single);
        await RunAsync();
        var before = GC.GetTotalAllocatedBytes(precise: true);
        await RunAsync();
        return (GC.GetTotalAllocatedBytes(precise: true) - before) / (double)tasks;

        async Task RunAsync()
        {
            for (var i = 0; i < tasks; i++) await cluster.RunAsync(app);
        }
    }
}
