using System.Globalization;
using LitePipeline.Benchmarks.Measuring;
using LitePipeline.Benchmarks.Peers;
using LitePipeline.Benchmarks.Roles;
using LitePipeline.Core;
using LitePipeline.Core.Applications;
using LitePipeline.Core.Packages;
using LitePipeline.Hosting.Packages;
using LitePipeline.TestCluster;

namespace LitePipeline.Benchmarks.Cluster;

/// <summary>A large package that three nodes need at the same moment, beside a copy of the same file to as many that neither checks nor unpacks it.</summary>
internal sealed class PackageToNodes : IBenchmark
{
    private const int Nodes = 3;

    public string Name => "package";

    public async Task RunAsync(Report report, Scale scale)
    {
        var megabytes = scale.Of(500);
        await using var cluster = await BenchmarkCluster.StartAsync(ClusterStore.Sqlite, ClusterTransport.Tcp, slots: 1, nodes: 0);
        await using var child = ChildProcess.Start(RealNodes.Role, cluster.EndPoint!.Port.ToString(CultureInfo.InvariantCulture), Nodes.ToString(CultureInfo.InvariantCulture), cluster.Folder);
        await child.ReadAsync("started");
        await LitePipelineTestCluster.UntilAsync(async () => (await cluster.Manager.GetClusterAsync()).Nodes.Count == Nodes, "the nodes have joined");
        // Each round a package that no node has: one for the warm-up too.
        var packages = new Queue<AppId>();
        var file = Path.Combine(cluster.Folder, "package.tar.gz");
        for (var i = 0; i < scale.Rounds + (scale.Quick ? 0 : 1); i++)
        {
            await PackAsync(file, megabytes, i);
            await using var package = File.OpenRead(file);
            packages.Enqueue(await cluster.Manager.CreateApplicationAsync(new CreateApplicationRequest("large", PackageFormat.TarGz), package));
        }

        GC.Collect();
        var (resident, highest) = (Environment.WorkingSet, 0L);
        var results = await Contest.RunAsync(
            scale,
            new Contestant("LitePipeline: fetched, checked, unpacked, run", megabytes * Nodes, async () =>
            {
                var app = packages.Dequeue();
                await BenchmarkCluster.RunManyAsync(cluster.Manager, app, Nodes, callers: Nodes);
                highest = Math.Max(highest, Environment.WorkingSet);
            }),
            new Contestant("a copy over loopback, alone", megabytes * Nodes, () => LoopbackCopy.RunAsync(file, cluster.Folder, Nodes)));
        var work = $"a package of {megabytes:N0} MB to {Nodes} nodes";
        report.Rates(work, "MB/s", results);
        report.Add(work, "growth of the manager's memory", (highest - resident) / 1e6, "MB");
        report.AtLeast(work, "0.7 of a copy over loopback alone", 0.7, results[0].SpeedTo(results[1]));
        report.AtMost(work, "manager's memory flat: at most 64 MB more", 64, (highest - resident) / 1e6);
    }

    // What does not shrink, as most of what is large has been compressed before.
    private static async Task PackAsync(string path, int megabytes, int seed)
    {
        var folder = Directory.CreateTempSubdirectory("litepipeline-package-");
        try
        {
            var (random, block) = (new Random(seed), new byte[1 << 20]);
            await using (var data = File.Create(Path.Combine(folder.FullName, "data")))
            {
                for (var i = 0; i < megabytes; i++)
                {
                    random.NextBytes(block);
                    await data.WriteAsync(block);
                }
            }

            await File.WriteAllBytesAsync(Path.Combine(folder.FullName, "configuration.json"), """{"actions": [{"name": "run", "main": "true"}], "output_action": "run"}"""u8.ToArray());
            await using var target = File.Create(path);
            await PackageBuilder.PackFolderAsync(folder.FullName, target);
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }
}
