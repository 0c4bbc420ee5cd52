using System.Collections.Concurrent;
using System.Reactive.Linq;
using LitePipeline.Core;
using LitePipeline.Core.Applications;
using LitePipeline.Core.Definitions;
using LitePipeline.Core.Events;
using LitePipeline.Core.Packages;
using LitePipeline.Core.Tasks;
using LitePipeline.Storage.Packages;
using LitePipeline.TestCluster;
using Microsoft.Extensions.DependencyInjection;
using static LitePipeline.Hosting.Tests.Cluster.Applications;

namespace LitePipeline.Hosting.Tests.Cluster;

public class CacheTests
{
    private static ApplicationDefinition Counting(LitePipelineTestCluster cluster) => Of(
        Process("make", $$"""bash -c 'echo ran >> "{{Runs(cluster)}}"; echo made > "$0/made.txt"; echo "{\"data\": {\"n\": 1} }" > "$0/output.data"'""") with { Cache = true, Artifacts = ["made.txt"] },
        Process("use", """bash -c 'cat "$0/artifacts/make/made.txt"'""", "make"));

    private static string Runs(LitePipelineTestCluster cluster) => Path.Combine(cluster.Folder, "runs");

    private static int RunCount(LitePipelineTestCluster cluster) => File.Exists(Runs(cluster)) ? File.ReadAllLines(Runs(cluster)).Length : 0;

    private static async Task<TaskDetails> RunAsync(LitePipelineTestCluster cluster, AppId app, string input = "{}")
    {
        var task = await cluster.RunAsync(app, JsonData.Parse(input));
        Assert.True(task.Task.State.Status == RunStatus.Success, task.Task.State.Message);
        return task;
    }

    [Theory]
    [MemberData(nameof(ClusterTests.Kinds), MemberType = typeof(ClusterTests))]
    public async Task A_hit_has_the_result_and_the_files_without_a_run_also_after_a_killed_manager(ClusterTransport transport, ClusterStore store)
    {
        await using var cluster = await LitePipelineTestCluster.StartAsync(o => (o.Transport, o.Store) = (transport, store));
        var app = await cluster.DeployAsync(Counting(cluster));
        var first = await RunAsync(cluster, app);
        var ended = new ConcurrentQueue<PipelineEvent.ActionFinished>();
        using (cluster.Manager.Events.OfType<PipelineEvent.ActionFinished>().Subscribe(ended.Enqueue))
        {
            var second = await RunAsync(cluster, app);
            Assert.Equal(1, RunCount(cluster));
            var (made, hit) = (first.Actions[0], second.Actions[0]);
            Assert.Equal((first.Task.Id, "make", made.EndedAt), (hit.Cached!.Task, hit.Cached.Action, (DateTimeOffset?)hit.Cached.RecordedAt));
            Assert.Equal((made.Result, null, 0), (hit.Result, hit.Node, hit.ReturnCode));
            Assert.Equal(made.Artifacts.ToArray(), hit.Artifacts.ToArray());
            Assert.Equal("made\n", await new StreamReader((await cluster.Manager.OpenArtifactAsync(second.Task.Id, "make", "made.txt")).Content).ReadToEndAsync());
            await LitePipelineTestCluster.UntilAsync(() => Task.FromResult(ended.Count == 2), "both ends are told");
            Assert.Equal([("make", true), ("use", false)], ended.Select(one => (one.Attempt.Action, one.Cached)));
        }

        await cluster.KillManagerAsync();
        await cluster.StartManagerAsync();
        await RunAsync(cluster, app);
        Assert.Equal(1, RunCount(cluster));
        await RunAsync(cluster, app, """{"other": 1}""");
        Assert.Equal(2, RunCount(cluster));
        Assert.Equal(2, await cluster.Manager.ClearCacheAsync(app));
        await RunAsync(cluster, app);
        Assert.Equal(3, RunCount(cluster));
    }

    [Fact]
    public async Task The_files_of_a_result_outlive_its_task_and_go_when_it_is_cleared()
    {
        var packages = new HoldingPackageStore(new InMemoryPackageStore());
        await using var cluster = await LitePipelineTestCluster.StartAsync(o => o.ConfigureManagerHost = manager => manager.Services.AddSingleton<IPackageStore>(packages));
        var app = await cluster.DeployAsync(Counting(cluster));
        var task = await RunAsync(cluster, app);
        var sha256 = task.Actions[0].Artifacts[0].Sha256;
        await cluster.Manager.DeleteTaskAsync(task.Task.Id);
        var second = await RunAsync(cluster, app);
        Assert.Equal(1, RunCount(cluster));
        await cluster.Manager.ClearCacheAsync(app);
        Assert.True(await packages.HasAsync(sha256));
        await cluster.Manager.DeleteTaskAsync(second.Task.Id);
        await LitePipelineTestCluster.UntilAsync(async () => !await packages.HasAsync(sha256), "nothing names the content any more");
    }

    [Fact]
    public async Task A_hit_takes_no_slot_of_a_busy_cluster_and_needs_no_node()
    {
        await using var cluster = await LitePipelineTestCluster.StartAsync(o => (o.SlotsPerNode, o.ProcessActions) = (1, true));
        var app = await cluster.DeployAsync(Of(Process("make", $"""bash -c 'echo ran >> "{Runs(cluster)}"'""") with { Cache = true }));
        await RunAsync(cluster, app);
        var go = Path.Combine(cluster.Folder, "go");
        var busy = await cluster.Manager.SubmitTaskAsync(new SubmitTaskRequest(await cluster.DeployAsync(Of(Process("busy", $"""bash -c 'while [ ! -e "{go}" ]; do sleep 0.05; done'"""))), "busy"));
        await LitePipelineTestCluster.UntilAsync(async () => (await cluster.Manager.GetClusterAsync()).Running.Count == 1, "the only slot is taken");
        await RunAsync(cluster, app);
        await File.WriteAllTextAsync(go, "");
        await cluster.Manager.WaitForTaskAsync(busy);
        await cluster.KillNodeAsync(0);
        await RunAsync(cluster, app);
        Assert.Equal(1, RunCount(cluster));
    }

    [Fact]
    public async Task With_room_for_none_nothing_is_kept()
    {
        await using var cluster = await LitePipelineTestCluster.StartAsync(o => o.ConfigureManager = options => options.CacheMaxEntries = 0);
        var app = await cluster.DeployAsync(Counting(cluster));
        await RunAsync(cluster, app);
        await RunAsync(cluster, app);
        Assert.Equal(2, RunCount(cluster));
    }
}
