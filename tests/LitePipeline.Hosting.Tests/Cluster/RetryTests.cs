using System.Collections.Concurrent;
using System.Reactive.Linq;
using LitePipeline.Core;
using LitePipeline.Core.Actions;
using LitePipeline.Core.Definitions;
using LitePipeline.Core.Events;
using LitePipeline.Core.Tasks;
using LitePipeline.TestCluster;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Time.Testing;
using static LitePipeline.Hosting.Tests.Cluster.Applications;

namespace LitePipeline.Hosting.Tests.Cluster;

public class RetryTests
{
    [Theory]
    [MemberData(nameof(ClusterTests.Kinds), MemberType = typeof(ClusterTests))]
    public async Task A_flaky_process_succeeds_at_last_and_each_attempts_output_can_be_read(ClusterTransport transport, ClusterStore store)
    {
        await using var cluster = await LitePipelineTestCluster.StartAsync(o => (o.Nodes, o.Transport, o.Store) = (2, transport, store));
        var retried = new ConcurrentQueue<PipelineEvent.ActionRetried>();
        using var subscription = cluster.Manager.Events.OfType<PipelineEvent.ActionRetried>().Subscribe(retried.Enqueue);
        const string flaky = "bash -c 'echo this is number $LITEPIPELINE_ATTEMPT; [ $LITEPIPELINE_ATTEMPT -ge 4 ]'";
        var app = await cluster.DeployAsync(Of(Process("flaky", flaky) with { Retry = new RetryDefinition(4, TimeSpan.FromMilliseconds(20)) }));
        var task = await cluster.RunAsync(app);
        var action = task.Actions.Single();
        Assert.Equal((RunStatus.Success, 4, 3), (task.Task.State.Status, action.Attempt, action.Retries));
        Assert.Equal([1, 2, 3], action.Earlier.Select(earlier => earlier.Attempt));
        Assert.All(action.Earlier, earlier => Assert.Equal((RunStatus.Fail, 1, ActionFailureKind.Exit), (earlier.Status, earlier.ReturnCode, earlier.Failure!.Kind)));
        await LitePipelineTestCluster.UntilAsync(() => Task.FromResult(retried.Count == 3), "three retries are told");
        for (var attempt = 1; attempt <= 4; attempt++) Assert.Equal($"this is number {attempt}\n", await ReadLogAsync(cluster, task.Task.Id, "flaky", attempt));
        Assert.Equal("this is number 4\n", await ReadLogAsync(cluster, task.Task.Id, "flaky", null));
        await RefusedAsync(ErrorCode.ActionNotRun, "attempt", () => cluster.Manager.OpenLogAsync(task.Task.Id, "flaky", attempt: 5));
        await RefusedAsync(ErrorCode.InvalidParameters, "attempt", () => cluster.Manager.OpenLogAsync(task.Task.Id, "flaky", attempt: 0));
    }

    [Fact]
    public async Task An_attempt_that_ran_past_its_timeout_is_run_again()
    {
        await using var cluster = await LitePipelineTestCluster.StartAsync();
        const string sleepy = "bash -c 'if [ $LITEPIPELINE_ATTEMPT = 1 ]; then sleep 600; fi'";
        var app = await cluster.DeployAsync(Of(Process("sleepy", sleepy) with { Retry = new RetryDefinition(2), Timeout = TimeSpan.FromSeconds(2) }));
        var action = (await cluster.RunAsync(app)).Actions.Single();
        Assert.Equal((RunStatus.Success, 2), (action.Status, action.Attempt));
        Assert.Equal((ActionFailureKind.TimedOut, -15), (action.Earlier.Single().Failure!.Kind, action.Earlier.Single().ReturnCode));
    }

    [Theory]
    [InlineData(ClusterStore.InMemory)]
    [InlineData(ClusterStore.Sqlite)]
    public async Task A_killed_manager_keeps_the_moment_of_the_next_attempt(ClusterStore store)
    {
        var time = new FakeTimeProvider(new DateTimeOffset(2026, 5, 1, 12, 0, 0, TimeSpan.Zero));
        await using var cluster = await LitePipelineTestCluster.StartAsync(o =>
        {
            (o.Store, o.Time) = (store, time);
            o.ConfigureNodeHost = node => node.AddAction("flaky", (context, _) =>
                context.Attempt.Attempt == 1 ? throw new InvalidOperationException("not yet") : Task.CompletedTask);
        });
        var app = await cluster.DeployAsync(Of(Handler("flaky", "flaky") with { Retry = new RetryDefinition(2, TimeSpan.FromHours(1)) }));
        var task = await cluster.Manager.SubmitTaskAsync(new SubmitTaskRequest(app, "patient"));
        await LitePipelineTestCluster.UntilAsync(async () => (await cluster.Manager.GetTaskAsync(task)).Live?.Retrying.Count == 1, "the action waits");
        var waiting = (await cluster.Manager.GetTaskAsync(task)).Live!.Retrying.Single();
        Assert.Equal(time.GetUtcNow() + TimeSpan.FromHours(1), waiting.RetryAt);
        Assert.Contains("not yet", waiting.Reason);

        await cluster.KillManagerAsync();
        await cluster.StartManagerAsync();
        Assert.Equal(waiting.RetryAt, (await cluster.Manager.GetTaskAsync(task)).Live!.Retrying.Single().RetryAt);
        // The node's pause before it connects again is on the same clock.
        await LitePipelineTestCluster.UntilAsync(async () =>
        {
            await cluster.AdvanceAsync(TimeSpan.FromSeconds(1));
            return (await cluster.Manager.GetClusterAsync()).Nodes.Count == 1;
        }, "the node is back");
        Assert.Single((await cluster.Manager.GetTaskAsync(task)).Live!.Retrying);
        await cluster.AdvanceAsync(TimeSpan.FromHours(1));
        var ended = await cluster.Manager.WaitForTaskAsync(task).WaitAsync(TimeSpan.FromSeconds(60));
        Assert.Equal((RunStatus.Success, 2), (ended.Task.State.Status, ended.Actions.Single().Attempt));
    }

    [Fact]
    public async Task The_output_of_an_attempt_that_lost_its_node_can_be_read_when_the_node_is_back()
    {
        await using var cluster = await LitePipelineTestCluster.StartAsync(o =>
        {
            (o.Nodes, o.SlotsPerNode) = (2, 1);
            o.ConfigureManager = manager => manager.NodeReturnTimeout = TimeSpan.FromMilliseconds(300);
        });
        const string first = "bash -c 'echo this is number $LITEPIPELINE_ATTEMPT; if [ $LITEPIPELINE_ATTEMPT = 1 ]; then sleep 600; fi'";
        var app = await cluster.DeployAsync(Of(Process("mover", first)));
        var task = await cluster.Manager.SubmitTaskAsync(new SubmitTaskRequest(app, "mover"));
        await LitePipelineTestCluster.UntilAsync(async () =>
        {
            try { return await ReadLogAsync(cluster, task, "mover", 1) == "this is number 1\n"; }
            catch (RequestRefusedException) { return false; }
        }, "the first attempt has written");
        var name = (await cluster.Manager.GetTaskAsync(task)).Live!.Running.Single().Node!.Name;
        var index = cluster.Nodes.ToList().FindIndex(node => node.Name == name);
        await cluster.KillNodeAsync(index);
        var ended = await cluster.Manager.WaitForTaskAsync(task).WaitAsync(TimeSpan.FromSeconds(60));
        var action = ended.Actions.Single();
        Assert.Equal((RunStatus.Success, 2, 1), (ended.Task.State.Status, action.Attempt, action.Losses));
        Assert.Equal(ActionFailureKind.NodeLost, action.Earlier.Single().Failure!.Kind);
        Assert.Equal("this is number 2\n", await ReadLogAsync(cluster, task, "mover", 2));
        await RefusedAsync(ErrorCode.NodeNotExists, "name", () => cluster.Manager.OpenLogAsync(task, "mover", attempt: 1));
        await cluster.StartNodeAsync(index);
        Assert.Equal("this is number 1\n", await ReadLogAsync(cluster, task, "mover", 1));
    }

    internal static async Task<string> ReadLogAsync(LitePipelineTestCluster cluster, TaskId task, string action, int? attempt)
    {
        using var log = new StreamReader(await cluster.Manager.OpenLogAsync(task, action, attempt: attempt));
        return await log.ReadToEndAsync();
    }

    internal static async Task RefusedAsync(ErrorCode code, string field, Func<Task> request)
    {
        var refused = await Assert.ThrowsAsync<RequestRefusedException>(request);
        Assert.Equal((code, field), (refused.Code, refused.Refusal.Field));
    }
}
