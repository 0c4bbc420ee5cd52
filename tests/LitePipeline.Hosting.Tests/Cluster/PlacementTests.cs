using LitePipeline.Core;
using LitePipeline.Core.Definitions;
using LitePipeline.Core.Tasks;
using LitePipeline.TestCluster;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;
using static LitePipeline.Hosting.Tests.Cluster.Applications;

namespace LitePipeline.Hosting.Tests.Cluster;

public class PlacementTests
{
    private static ActionDefinition Asks(string name, long memory = 0, string? disk = null) => Handler(name, "gate") with
    {
        Resources = memory == 0 ? null : new ResourceDefinition { Memory = memory },
        TargetEnv = disk is null ? TargetEnvironment.Any : new TargetEnvironment { Labels = System.Collections.Immutable.ImmutableDictionary<string, string>.Empty.Add("disk", disk) },
    };

    private static Task<LitePipelineTestCluster> StartAsync(Gate gate, ClusterTransport transport = ClusterTransport.InMemory, TimeSpan drain = default) => LitePipelineTestCluster.StartAsync(o =>
    {
        (o.Nodes, o.SlotsPerNode, o.Transport) = (2, 4, transport);
        o.ConfigureNode = node =>
        {
            (node.Memory, node.DrainTimeout) = (node.Name == "node-1" ? 8L << 30 : 2L << 30, drain);
            node.Labels["disk"] = node.Name == "node-1" ? "ssd" : "hdd";
        };
        o.ConfigureNodeHost = node => node.AddAction("gate", (_, cancellationToken) => gate.PassAsync(cancellationToken));
    });

    [Theory]
    [InlineData(ClusterTransport.InMemory)]
    [InlineData(ClusterTransport.Tcp)]
    public async Task Actions_run_where_what_they_ask_for_is_and_never_more_of_them_than_fit(ClusterTransport transport)
    {
        var gate = new Gate();
        await using var cluster = await StartAsync(gate, transport);
        var app = await cluster.DeployAsync(Of(Asks("big", memory: 4L << 30), Asks("big2", memory: 4L << 30), Asks("big3", memory: 4L << 30), Asks("labelled", disk: "ssd")));
        var task = await cluster.Manager.SubmitTaskAsync(new SubmitTaskRequest(app, "task"));
        await LitePipelineTestCluster.UntilAsync(() => Task.FromResult(gate.Waiting == 3), "three of four run");
        var view = await cluster.Manager.GetClusterAsync();
        Assert.Equal([(0, 0L), (3, 8L << 30)], view.Nodes.OrderBy(node => node.Description.Name, StringComparer.Ordinal).Select(node => (node.UsedSlots, node.UsedMemory)));
        gate.Open();
        var details = await cluster.Manager.WaitForTaskAsync(task);
        Assert.Equal((RunStatus.Success, 1), (details.Task.State.Status, details.Actions.Select(action => action.Node).Distinct().Count()));
    }

    [Fact]
    public async Task What_no_node_can_serve_says_why_in_its_tasks_info()
    {
        await using var cluster = await StartAsync(new Gate());
        var app = await cluster.DeployAsync(Of(Asks("huge", memory: 16L << 30)));
        var task = await cluster.Manager.SubmitTaskAsync(new SubmitTaskRequest(app, "task"));
        var waiting = Assert.Single((await cluster.Manager.GetTaskAsync(task)).Live!.Unplaceable);
        Assert.Equal("No connected node can run it: node-0: memory 16g > 2g; node-1: memory 16g > 8g.", waiting.Unplaceable);
    }

    [Fact]
    public async Task A_node_that_is_to_stop_finishes_what_runs_while_others_take_what_comes()
    {
        var gate = new Gate();
        await using var cluster = await StartAsync(gate, drain: TimeSpan.FromMinutes(5));
        var app = await cluster.DeployAsync(Of(Asks("a", disk: "ssd")));
        var task = await cluster.Manager.SubmitTaskAsync(new SubmitTaskRequest(app, "task"));
        await LitePipelineTestCluster.UntilAsync(() => Task.FromResult(gate.Waiting == 1), "it runs");
        var stopping = cluster.StopNodeAsync(1);
        await LitePipelineTestCluster.UntilAsync(async () => (await cluster.Manager.GetClusterAsync()).Nodes.Any(node => node.Draining), "it drains");
        gate.Open();
        await stopping;
        var details = await cluster.Manager.GetTaskAsync(task);
        Assert.Equal((RunStatus.Success, 1), (details.Task.State.Status, details.Actions.Single().Attempt));
    }

    [Fact]
    public async Task What_has_not_ended_within_the_limit_runs_elsewhere()
    {
        var gate = new Gate();
        await using var cluster = await StartAsync(gate, drain: TimeSpan.FromMilliseconds(50));
        var app = await cluster.DeployAsync(Of(Handler("a", "gate"), Handler("b", "gate")));
        var task = await cluster.Manager.SubmitTaskAsync(new SubmitTaskRequest(app, "task"));
        await LitePipelineTestCluster.UntilAsync(() => Task.FromResult(gate.Waiting == 2), "one runs on each node");
        await cluster.StopNodeAsync(1);
        await LitePipelineTestCluster.UntilAsync(
            async () => (await cluster.Manager.GetTaskAsync(task)).Live is { Running: [{ Node.Name: "node-0" }, { Node.Name: "node-0" }] }, "both run on the other node");
        gate.Open();
        var details = await cluster.Manager.WaitForTaskAsync(task);
        Assert.Equal((RunStatus.Success, 2, 0), (details.Task.State.Status, details.Actions.Max(action => action.Attempt), details.Actions.Max(action => action.Losses)));
        Assert.Equal("The node node-1 was stopped and handed it back.", details.Actions.SelectMany(action => action.Earlier).Single().Failure!.Message);
    }

    [Fact]
    public async Task A_drained_node_takes_no_more_until_it_was_removed()
    {
        var gate = new Gate();
        gate.Open();
        await using var cluster = await StartAsync(gate);
        var before = (await cluster.Manager.GetClusterAsync()).Nodes.Single(node => node.Description.Name == "node-1");
        var node = before.Description.Id;
        await cluster.Manager.DrainNodeAsync(node);
        cluster.CutAll();
        await LitePipelineTestCluster.UntilAsync(async () => (await cluster.Manager.GetClusterAsync()).Nodes.Any(known => known.Description.Id == node && known.JoinedAt > before.JoinedAt && known.Draining), "it is back and drains still");
        var app = await cluster.DeployAsync(Of(Asks("a", disk: "ssd")));
        var task = await cluster.Manager.SubmitTaskAsync(new SubmitTaskRequest(app, "task"));
        Assert.Contains("node-1: it is draining", Assert.Single((await cluster.Manager.GetTaskAsync(task)).Live!.Unplaceable).Unplaceable, StringComparison.Ordinal);
        await cluster.Manager.RemoveNodeAsync(node);
        Assert.Equal(RunStatus.Success, (await cluster.Manager.WaitForTaskAsync(task)).Task.State.Status);
    }

    [Theory]
    [InlineData("platform", "x", "of its own")]
    [InlineData("a b", "x", "no name for a label")]
    [InlineData("disk", "", "must have a text")]
    public async Task A_label_that_no_action_could_ask_for_is_refused_at_the_start(string name, string text, string message)
    {
        var refusal = await Assert.ThrowsAsync<OptionsValidationException>(() => LitePipelineTestCluster.StartAsync(o => o.ConfigureNode = node => node.Labels[name] = text));
        Assert.Contains($"LitePipeline:Node:Labels:{name}", refusal.Message, StringComparison.Ordinal);
        Assert.Contains(message, refusal.Message, StringComparison.Ordinal);
    }

    // Lets actions wait until a test has seen them.
    private sealed class Gate
    {
        private readonly TaskCompletionSource _open = new(TaskCreationOptions.RunContinuationsAsynchronously);
        private int _waiting;

        public int Waiting => Volatile.Read(ref _waiting);

        public void Open() => _open.TrySetResult();

        public async Task PassAsync(CancellationToken cancellationToken)
        {
            Interlocked.Increment(ref _waiting);
            try { await _open.Task.WaitAsync(cancellationToken); }
            finally { Interlocked.Decrement(ref _waiting); }
        }
    }
}
