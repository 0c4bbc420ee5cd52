using LitePipeline.Benchmarks.Measuring;
using LitePipeline.Core;
using LitePipeline.TestCluster;

namespace LitePipeline.Benchmarks.Cluster;

/// <summary>One action that generates many, and one that waits for all of them.</summary>
internal sealed class FanOut : IBenchmark
{
    public string Name => "fan";

    public async Task RunAsync(Report report, Scale scale)
    {
        var (few, many) = (1000, scale.Of(100_000));
        await using var cluster = await BenchmarkCluster.StartAsync(ClusterStore.InMemory, ClusterTransport.InMemory, slots: 64);
        var app = await cluster.DeployAsync(BenchmarkCluster.Fan);
        // As many actions in either, so that neither is over before the other has got going.
        var results = await Contest.RunAsync(
            scale,
            new Contestant($"one task of {many:N0}", many, () => RunAsync(many)),
            new Contestant($"{many / few} tasks of {few:N0}, one after the other", many, async () =>
            {
                for (var i = 0; i < many / few; i++) await RunAsync(few);
            }));
        report.Costs("an action of a fan-out 1 to n to 1, in memory", results);
        report.AtMost("fan-out", $"an action of {many:N0} at most 1.2 of one of {few:N0}", 1.2, 1 / results[0].SpeedTo(results[1]));

        Task RunAsync(int parts) => cluster.RunAsync(app, JsonData.From(new { parts }));
    }
}
