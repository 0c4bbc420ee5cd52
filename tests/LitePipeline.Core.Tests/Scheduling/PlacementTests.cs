using System.Collections.Immutable;
using LitePipeline.Core.Actions;
using LitePipeline.Core.Applications;
using LitePipeline.Core.Manager;
using LitePipeline.Core.Messages;
using LitePipeline.Core.Nodes;
using LitePipeline.Core.Scheduling;
using LitePipeline.Core.Tasks;
using LitePipeline.Core.Tests.Manager;

namespace LitePipeline.Core.Tests.Scheduling;

public sealed class PlacementTests
{
    private readonly MachineHarness _harness = new();

    private NodeDescription Node(string name, int slots = 4, double cpu = 4, long memory = 4L << 30, int gpu = 0) =>
        new() { Id = new NodeId(_harness.NewId()), Name = name, Slots = slots, Platform = "linux", Machine = "x86_64", Cpu = cpu, Memory = memory, Gpu = gpu };

    private AppId App(string members) => _harness.Deploy($$"""{"actions": [{"name": "a", "main": "x"{{members}}}], "output_action": "a"}""");

    private ClusterView Cluster => (ClusterView)_harness.Decide(new ManagerInput.DescribeCluster()).Value!;

    private bool Runs(TaskId task) => _harness.Describe(task) is { Running.Count: > 0 };

    private void Finish(SessionId session, TaskId task) => _harness.Finish(session, new AttemptKey(task, "a", 1));

    [Fact]
    public void Each_kind_of_resource_is_charged_and_given_back()
    {
        var node = _harness.Join(Node("n", gpu: 2));
        var task = _harness.Submit(App(", \"resources\": {\"slots\": 2, \"cpu\": 0.1, \"memory\": \"1g\", \"gpu\": 1}"));
        var used = Cluster.Nodes.Single();
        Assert.Equal((2, 0.1, 1L << 30, 1), (used.UsedSlots, used.UsedCpu, used.UsedMemory, used.UsedGpu));
        Finish(node, task);
        used = Cluster.Nodes.Single();
        Assert.Equal((0, 0.0, 0L, 0), (used.UsedSlots, used.UsedCpu, used.UsedMemory, used.UsedGpu));
    }

    [Theory]
    [InlineData("\"slots\": 3")]
    [InlineData("\"cpu\": 2.5")]
    [InlineData("\"memory\": \"3g\"")]
    [InlineData("\"gpu\": 1")]
    public void A_second_one_that_does_not_fit_waits_for_the_first(string resources)
    {
        var node = _harness.Join(Node("n", gpu: 1));
        var app = App($", \"resources\": {{{resources}}}");
        var (first, second) = (_harness.Submit(app), _harness.Submit(app));
        Assert.Equal((true, false), (Runs(first), Runs(second)));
        Assert.Empty(_harness.Describe(second)!.Unplaceable);
        Finish(node, first);
        Assert.True(Runs(second));
    }

    [Fact]
    public void Tenths_of_a_processor_add_up_exactly()
    {
        _harness.Join(Node("n", slots: 100, cpu: 1));
        var app = App(", \"resources\": {\"cpu\": 0.1}");
        var tasks = Enumerable.Range(0, 11).Select(_ => _harness.Submit(app)).ToArray();
        Assert.Equal(10, tasks.Count(Runs));
    }

    [Fact]
    public void A_label_must_have_exactly_the_text()
    {
        var plain = Node("plain");
        _harness.Join(plain);
        _harness.Join(Node("ssd") with { Labels = ImmutableDictionary<string, string>.Empty.Add("disk", "ssd") });
        var task = _harness.Submit(App(", \"target_env\": {\"disk\": \"ssd\"}"));
        Assert.Equal("ssd", _harness.Describe(task)!.Running.Single().Node!.Name);
        var other = _harness.Submit(App(", \"target_env\": {\"disk\": \"SSD\"}"));
        Assert.Equal(
            "No connected node can run it: plain: label disk=SSD, it has none; ssd: label disk=SSD, it has ssd.",
            _harness.Describe(other)!.Unplaceable.Single().Unplaceable);
    }

    [Theory]
    [InlineData(", \"resources\": {\"memory\": \"8g\"}", "n: memory 8g > 4g")]
    [InlineData(", \"resources\": {\"slots\": 5, \"cpu\": 4.5, \"gpu\": 1}", "n: slots 5 > 4, cpu 4.5 > 4, gpu 1 > 0")]
    [InlineData(", \"target_env\": {\"platform\": \"windows\"}", "n: platform windows, it is linux x86_64")]
    [InlineData(", \"target_env\": {\"node_ip\": \"10.0.0.9\"}", "n: node_ip 10.0.0.9, it has none")]
    [InlineData(", \"docker\": {\"name\": \"busybox\"}", "n: it runs no containers")]
    public void What_no_node_can_serve_says_why_node_by_node(string members, string reason)
    {
        _harness.Join(Node("n"));
        var task = _harness.Submit(App(members));
        var expected = $"No connected node can run it: {reason}.";
        Assert.Equal(expected, _harness.Describe(task)!.Unplaceable.Single().Unplaceable);
        Assert.Equal(expected, Cluster.Pending.Single().Unplaceable);
    }

    [Fact]
    public void An_action_that_waits_in_a_task_that_runs_says_why()
    {
        var node = _harness.Join(Node("n"));
        var app = _harness.Deploy("""{"actions": [{"name": "a", "main": "x"}, {"name": "b", "main": "x", "condition": ["a"], "resources": {"gpu": 1}}], "output_action": "b"}""");
        var task = _harness.Submit(app);
        Assert.Empty(_harness.Describe(task)!.Unplaceable);
        Finish(node, task);
        var waiting = _harness.Describe(task)!.Unplaceable.Single();
        Assert.Equal(("b", "No connected node can run it: n: gpu 1 > 0."), (waiting.Action!.Name, waiting.Unplaceable));
        _harness.Join(Node("bigger", gpu: 1));
        Assert.Equal("bigger", _harness.Describe(task)!.Running.Single().Node!.Name);
    }

    [Fact]
    public void Without_a_node_nothing_can_be_served()
    {
        var task = _harness.Submit(App(""));
        Assert.Equal("No node is connected.", _harness.Describe(task)!.Unplaceable.Single().Unplaceable);
    }

    [Fact]
    public void A_big_action_does_not_wait_for_ever_behind_a_stream_of_small_ones()
    {
        var node = _harness.Join(Node("n", slots: 2));
        var (small, big) = (App(""), App(", \"resources\": {\"slots\": 2}"));
        var running = new Queue<TaskId>([_harness.Submit(small), _harness.Submit(small)]);
        var waiting = _harness.Submit(big);
        var passes = 0;
        // There is always another small one before one of the two that run has ended.
        for (; !Runs(waiting); passes++)
        {
            Assert.True(passes <= 2 * SlotScheduler.PassesAllowed, "The big one never got its turn.");
            running.Enqueue(_harness.Submit(small));
            if (running.TryDequeue(out var oldest) && Runs(oldest)) Finish(node, oldest);
        }

        Assert.True(passes >= SlotScheduler.PassesAllowed / 2, "Small ones could hardly go first.");
    }

    [Fact]
    public void A_node_that_is_kept_for_a_big_action_serves_what_has_a_higher_priority()
    {
        var node = _harness.Join(Node("n", slots: 2));
        var (small, big) = (App(""), App(", \"resources\": {\"slots\": 2}"));
        var stays = _harness.Submit(small);
        var waiting = _harness.Submit(big);
        var later = Enumerable.Range(0, SlotScheduler.PassesAllowed + 2).Select(_ => _harness.Submit(small)).ToArray();
        foreach (var task in later.TakeWhile(Runs)) Finish(node, task);
        Assert.True(Runs(stays));
        Assert.False(Runs(later[^1]), "The node is kept.");
        var urgent = _harness.Submit(small, priority: 1);
        Assert.True(Runs(urgent));
        Finish(node, urgent);
        Finish(node, stays);
        Assert.True(Runs(waiting));
    }

    [Fact]
    public void A_stopped_big_action_lets_its_node_go()
    {
        var node = _harness.Join(Node("n", slots: 2));
        var (small, big) = (App(""), App(", \"resources\": {\"slots\": 2}"));
        _harness.Submit(small);
        var waiting = _harness.Submit(big);
        var later = Enumerable.Range(0, SlotScheduler.PassesAllowed + 2).Select(_ => _harness.Submit(small)).ToArray();
        foreach (var task in later.TakeWhile(Runs)) Finish(node, task);
        Assert.False(Runs(later[^1]));
        _harness.Decide(new ManagerInput.StopTask(waiting, StopSignal.Kill));
        Assert.Single(later, Runs);
    }
}
