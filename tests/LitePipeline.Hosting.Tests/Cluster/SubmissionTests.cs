using System.Collections.Concurrent;
using LitePipeline.Core;
using LitePipeline.Core.Tasks;
using LitePipeline.TestCluster;
using Microsoft.Extensions.DependencyInjection;
using static LitePipeline.Hosting.Tests.Cluster.Applications;
using static LitePipeline.Hosting.Tests.Cluster.RetryTests;

namespace LitePipeline.Hosting.Tests.Cluster;

public class SubmissionTests
{
    [Theory]
    [MemberData(nameof(ClusterTests.Kinds), MemberType = typeof(ClusterTests))]
    public async Task A_repeated_submission_returns_the_same_task_and_another_one_under_its_id_is_refused(ClusterTransport transport, ClusterStore store)
    {
        await using var cluster = await LitePipelineTestCluster.StartAsync(o =>
        {
            (o.Transport, o.Store) = (transport, store);
            o.ConfigureNodeHost = node => node.AddAction("nothing", (_, _) => Task.CompletedTask);
        });
        var app = await cluster.DeployAsync(Of(Handler("a", "nothing")));
        var other = await cluster.DeployAsync(Of(Handler("a", "nothing")));
        var id = new TaskId(Guid.NewGuid());
        var request = new SubmitTaskRequest(app, "once", JsonData.Parse("""{"a": 1, "b": [2]}"""), Priority: 3) { Id = id };
        var submitted = await Task.WhenAll(Enumerable.Range(0, 30).Select(_ => Task.Run(() => cluster.Manager.SubmitTaskAsync(request))));
        Assert.All(submitted, one => Assert.Equal(id, one));
        await cluster.Manager.WaitForTaskAsync(id).WaitAsync(TimeSpan.FromSeconds(60));
        await cluster.KillManagerAsync();
        await cluster.StartManagerAsync();
        Assert.Equal(id, await cluster.Manager.SubmitTaskAsync(request with { Input = JsonData.Parse("""{"b":[2],"a":1}""") }));
        Assert.Equal(1, (await cluster.Manager.ListTasksAsync(new())).Total);

        await RefusedAsync(ErrorCode.InvalidParameters, "id", () => cluster.Manager.SubmitTaskAsync(request with { Name = "twice" }));
        await RefusedAsync(ErrorCode.InvalidParameters, "id", () => cluster.Manager.SubmitTaskAsync(request with { Priority = 0 }));
        await RefusedAsync(ErrorCode.InvalidParameters, "id", () => cluster.Manager.SubmitTaskAsync(request with { Application = other }));
        await RefusedAsync(ErrorCode.InvalidParameters, "id", () => cluster.Manager.SubmitTaskAsync(request with { Input = default }));
        await RefusedAsync(ErrorCode.InvalidParameters, "id", () => cluster.Manager.SubmitTaskAsync(request with { Id = default(TaskId) }));
        await RefusedAsync(ErrorCode.InvalidParameters, "priority", () => cluster.Manager.SubmitTaskAsync(request with { Priority = 1001 }));
        await RefusedAsync(ErrorCode.InvalidParameters, "priority", () => cluster.Manager.SubmitTaskAsync(request with { Priority = -1001 }));
        Assert.Equal(1, (await cluster.Manager.ListTasksAsync(new())).Total);
        Assert.Equal(3, (await cluster.Manager.GetTaskAsync(id)).Task.Priority);
    }

    [Fact]
    public async Task A_refused_submission_leaves_its_id_free()
    {
        await using var cluster = await LitePipelineTestCluster.StartAsync(o => o.ConfigureNodeHost = node => node.AddAction("nothing", (_, _) => Task.CompletedTask));
        var id = new TaskId(Guid.NewGuid());
        await RefusedAsync(ErrorCode.AppNotExists, "app_id", () => cluster.Manager.SubmitTaskAsync(new SubmitTaskRequest(new(Guid.NewGuid()), "t") { Id = id }));
        var app = await cluster.DeployAsync(Of(Handler("a", "nothing")));
        Assert.Equal(id, await cluster.Manager.SubmitTaskAsync(new SubmitTaskRequest(app, "t") { Id = id }));
    }

    [Theory]
    [InlineData(ClusterStore.InMemory)]
    [InlineData(ClusterStore.Sqlite)]
    public async Task No_more_tasks_of_an_application_run_than_it_allows_also_after_a_restart(ClusterStore store)
    {
        var (running, most) = (0, 0);
        var gate = new SemaphoreSlim(0);
        await using var cluster = await LitePipelineTestCluster.StartAsync(o =>
        {
            (o.Nodes, o.SlotsPerNode, o.Store) = (2, 8, store);
            o.ConfigureNodeHost = node => node.AddAction("count", async (_, cancellationToken) =>
            {
                InterlockedMax(ref most, Interlocked.Increment(ref running));
                await gate.WaitAsync(cancellationToken);
                Interlocked.Decrement(ref running);
            });
        });
        var app = await cluster.DeployAsync(Of(Handler("a", "count")) with { MaxRunningTasks = 3 });
        var tasks = new ConcurrentBag<TaskId>();
        for (var i = 0; i < 12; i++) tasks.Add(await cluster.Manager.SubmitTaskAsync(new SubmitTaskRequest(app, $"task {i}")));
        await LitePipelineTestCluster.UntilAsync(() => Task.FromResult(Volatile.Read(ref running) == 3), "three run");
        Assert.Equal(9, (await cluster.Manager.GetClusterAsync()).HeldTasks);
        var last = await cluster.Manager.GetTaskAsync(tasks.First());
        Assert.Equal((3, 3), (last.Live!.HeldBy!.MaxRunningTasks, last.Live.HeldBy.Running));
        gate.Release(2);
        await LitePipelineTestCluster.UntilAsync(async () => (await cluster.Manager.GetClusterAsync()).HeldTasks == 7, "two more run");
        await cluster.KillManagerAsync();
        await cluster.StartManagerAsync();
        await LitePipelineTestCluster.UntilAsync(async () => (await cluster.Manager.GetClusterAsync()).Nodes.Count == 2, "the nodes are back");
        Assert.Equal(7, (await cluster.Manager.GetClusterAsync()).HeldTasks);
        gate.Release(100);
        foreach (var task in tasks) Assert.Equal(RunStatus.Success, (await cluster.Manager.WaitForTaskAsync(task).WaitAsync(TimeSpan.FromSeconds(60))).Task.State.Status);
        Assert.Equal(3, most);
    }

    private static void InterlockedMax(ref int most, int value)
    {
        int seen;
        while ((seen = Volatile.Read(ref most)) < value && Interlocked.CompareExchange(ref most, value, seen) != seen) { }
    }
}
