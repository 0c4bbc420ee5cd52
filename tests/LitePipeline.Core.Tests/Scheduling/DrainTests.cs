using LitePipeline.Core.Actions;
using LitePipeline.Core.Applications;
using LitePipeline.Core.Events;
using LitePipeline.Core.Manager;
using LitePipeline.Core.Messages;
using LitePipeline.Core.Nodes;
using LitePipeline.Core.Tasks;
using LitePipeline.Core.Tests.Manager;

namespace LitePipeline.Core.Tests.Scheduling;

public sealed class DrainTests
{
    private readonly MachineHarness _harness = new();
    private readonly NodeDescription _node;
    private readonly AppId _app;

    public DrainTests()
    {
        _node = MachineHarness.Describe(new NodeId(_harness.NewId()), 2);
        _app = _harness.Deploy("""{"actions": [{"name": "a", "main": "x"}], "output_action": "a"}""");
    }

    private ClusterView Cluster => (ClusterView)_harness.Decide(new ManagerInput.DescribeCluster()).Value!;

    private bool Runs(TaskId task) => _harness.Describe(task) is { Running.Count: > 0 };

    private Refusal? Resume() => _harness.Decide(new ManagerInput.ResumeNode(_node.Id)).Refusal;

    private Refusal? Drain() => _harness.Decide(new ManagerInput.DrainNode(_node.Id)).Refusal;

    [Fact]
    public void A_drained_node_finishes_what_runs_and_takes_no_more()
    {
        var session = _harness.Join(_node);
        var running = _harness.Submit(_app);
        Assert.Null(Drain());
        var waiting = _harness.Submit(_app);
        Assert.Equal((true, false), (Runs(running), Runs(waiting)));
        Assert.True(Cluster.Nodes.Single().Draining);
        Assert.EndsWith("it is draining.", _harness.Describe(waiting)!.Unplaceable.Single().Unplaceable, StringComparison.Ordinal);
        _harness.Finish(session, new AttemptKey(running, "a", 1));
        Assert.Equal(RunStatus.Success, _harness.Tasks[running].State.Status);
        Assert.Equal((false, 0), (Runs(waiting), Cluster.Nodes.Single().UsedSlots));
    }

    [Fact]
    public void Draining_is_told_once()
    {
        _harness.Join(_node);
        Drain();
        Drain();
        Assert.Equal(_node.Id, _harness.Effects.OfType<ManagerEffect.Publish>().Select(effect => effect.Event).OfType<PipelineEvent.NodeDraining>().Single().Node);
    }

    [Fact]
    public void It_stays_drained_over_a_new_connection_until_it_is_removed()
    {
        _harness.Join(_node);
        Drain();
        var session = _harness.Join(_node);
        var task = _harness.Submit(_app);
        Assert.False(Runs(task));
        _harness.Decide(new ManagerInput.NodeDisconnected(session));
        _harness.Join(_node);
        Assert.False(Runs(task));
        Assert.Null(_harness.Decide(new ManagerInput.RemoveNode(_node.Id)).Refusal);
        Assert.Empty(Cluster.Nodes);
        _harness.Join(_node);
        Assert.True(Runs(task));
    }

    [Fact]
    public void What_a_removed_node_runs_runs_elsewhere_at_once()
    {
        _harness.Join(_node);
        var task = _harness.Submit(_app);
        var other = MachineHarness.Describe(new NodeId(_harness.NewId()));
        _harness.Join(other);
        _harness.Decide(new ManagerInput.RemoveNode(_node.Id));
        Assert.Contains(_harness.Effects, effect => effect is ManagerEffect.Disconnect);
        Assert.Equal(other.Id, _harness.Describe(task)!.Running.Single().Node!.Id);
    }

    [Fact]
    public void The_deadline_of_a_removed_node_does_not_end_one_that_joined_under_its_id()
    {
        _harness.Join(_node);
        var task = _harness.Submit(_app);
        _harness.Decide(new ManagerInput.RemoveNode(_node.Id));
        _harness.Join(_node);
        Assert.Equal(2, _harness.Describe(task)!.Running.Single().Attempt);
        _harness.PassDeadline();
        Assert.Null(Drain());
        Assert.True(Cluster.Nodes.Single().Draining);
    }

    [Fact]
    public void A_node_that_is_to_stop_takes_no_more_and_what_it_hands_back_runs_elsewhere()
    {
        var session = _harness.Join(_node);
        var task = _harness.Submit(_app);
        _harness.Decide(new ManagerInput.NodeSaid(session, new NodeMessage.Draining()));
        _harness.Finish(session, new AttemptKey(task, "a", 1), new ActionResult { Failure = new ActionFailure(ActionFailureKind.HandedBack, "handed back") });
        Assert.False(Runs(task));
        var other = MachineHarness.Describe(new NodeId(_harness.NewId()));
        _harness.Join(other);
        Assert.Equal(other.Id, _harness.Describe(task)!.Running.Single().Node!.Id);
    }

    [Fact]
    public void What_is_handed_back_is_not_lost_however_often()
    {
        var task = _harness.Submit(_app);
        var runs = _harness.Settings.MaxLostAttempts + 3;
        for (var attempt = 1; attempt <= runs; attempt++)
        {
            var session = _harness.Join(_node);
            _harness.Decide(new ManagerInput.NodeSaid(session, new NodeMessage.Draining()));
            _harness.Finish(session, new AttemptKey(task, "a", attempt), new ActionResult { Failure = new ActionFailure(ActionFailureKind.HandedBack, "handed back") });
            _harness.Decide(new ManagerInput.NodeDisconnected(session));
        }

        var row = _harness.Actions[(task, "a")];
        Assert.Equal((RunStage.Pending, 0, 0, runs), (row.Stage, row.Losses, row.Retries, row.Earlier.Length));
        Assert.Equal("handed back", row.Earlier[^1].Failure!.Message);
        _harness.Finish(_harness.Join(_node), new AttemptKey(task, "a", runs + 1));
        Assert.Equal(RunStatus.Success, _harness.Tasks[task].State.Status);
    }

    [Fact]
    public void What_was_handed_back_is_not_taken_up_again_where_its_node_repeats_it()
    {
        var session = _harness.Join(_node);
        var task = _harness.Submit(_app);
        var handedBack = new AttemptKey(task, "a", 1);
        _harness.Decide(new ManagerInput.NodeSaid(session, new NodeMessage.Draining()));
        _harness.Finish(session, handedBack, new ActionResult { Failure = new ActionFailure(ActionFailureKind.HandedBack, "handed back") });
        _harness.Decide(new ManagerInput.NodeDisconnected(session));
        _harness.RestartManager();
        // The acknowledgement was lost with the connection.
        session = _harness.Join(_node, finished: [handedBack]);
        Assert.Contains(new ManagerEffect.Send(session, new ManagerMessage.DiscardAttempt(handedBack)), _harness.Effects);
        Assert.Equal(2, _harness.Describe(task)!.Running.Single().Attempt);
    }

    [Fact]
    public void A_stopped_task_ends_when_what_ran_is_handed_back()
    {
        var session = _harness.Join(_node);
        var task = _harness.Submit(_app);
        _harness.Decide(new ManagerInput.StopTask(task, StopSignal.Terminate));
        _harness.Finish(session, new AttemptKey(task, "a", 1), new ActionResult { Failure = new ActionFailure(ActionFailureKind.HandedBack, "handed back") });
        Assert.Equal((RunStage.Finished, RunStatus.Kill), (_harness.Tasks[task].State.Stage, _harness.Tasks[task].State.Status));
    }

    [Fact]
    public void A_resumed_node_takes_actions_again_also_where_it_was_resumed_while_it_was_away()
    {
        var session = _harness.Join(_node);
        Drain();
        var task = _harness.Submit(_app);
        Assert.False(Runs(task));
        Assert.Null(Resume());
        Assert.True(Runs(task));
        Assert.False(Cluster.Nodes.Single().Draining);
        Assert.Null(Resume());
        Assert.Equal(1, Cluster.Nodes.Single().UsedSlots);

        Drain();
        _harness.Decide(new ManagerInput.NodeDisconnected(session));
        Assert.Null(Resume());
        _harness.Join(_node, running: [new AttemptKey(task, "a", 1)]);
        var another = _harness.Submit(_app);
        Assert.Equal((true, true), (Runs(task), Runs(another)));
    }

    [Fact]
    public void A_node_that_said_it_stops_cannot_be_resumed()
    {
        var session = _harness.Join(_node);
        _harness.Decide(new ManagerInput.NodeSaid(session, new NodeMessage.Draining()));
        Assert.Equal(ErrorCode.OperationFailed, Resume()?.Code);
        Assert.False(Runs(_harness.Submit(_app)));
        Assert.True(Cluster.Nodes.Single().Draining);
    }

    [Fact]
    public void A_node_that_said_it_stops_is_as_new_when_it_joins_again()
    {
        var session = _harness.Join(_node);
        _harness.Decide(new ManagerInput.NodeSaid(session, new NodeMessage.Draining()));
        _harness.Decide(new ManagerInput.NodeDisconnected(session));
        _harness.Join(_node);
        Assert.True(Runs(_harness.Submit(_app)));
    }

    [Fact]
    public void An_unknown_node_is_refused()
    {
        Assert.Equal(ErrorCode.NodeNotExists, Drain()?.Code);
        Assert.Equal(ErrorCode.NodeNotExists, Resume()?.Code);
        Assert.Equal(ErrorCode.NodeNotExists, _harness.Decide(new ManagerInput.RemoveNode(_node.Id)).Refusal?.Code);
    }
}
