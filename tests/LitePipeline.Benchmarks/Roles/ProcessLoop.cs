using System.Globalization;
using LitePipeline.Benchmarks.Cluster;
using LitePipeline.TestCluster;

namespace LitePipeline.Benchmarks.Roles;

/// <summary>A manager and a node that run so many OS-process actions one after the other: for whoever counts its system calls.</summary>
internal static class ProcessLoop
{
    public const string Role = "process-loop";

    /// <param name="arguments">How many.</param>
    public static async Task<int> RunAsync(string[] arguments)
    {
        var count = int.Parse(arguments[0], CultureInfo.InvariantCulture);
        await using var cluster = await BenchmarkCluster.StartAsync(ClusterStore.InMemory, ClusterTransport.InMemory, slots: 1);
        var app = await cluster.DeployAsync(BenchmarkCluster.Process("/bin/true"));
        for (var i = 0; i < count; i++) await cluster.RunAsync(app);
        return 0;
    }
}
