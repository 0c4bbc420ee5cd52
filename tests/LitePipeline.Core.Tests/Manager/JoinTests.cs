using LitePipeline.Core.Actions;
using LitePipeline.Core.Manager;
using LitePipeline.Core.Messages;
using LitePipeline.Core.Nodes;
using LitePipeline.Core.Tasks;

namespace LitePipeline.Core.Tests.Manager;

/// <summary>Connections of one node whose messages the manager takes up in another order than the node made them.</summary>
public class JoinTests
{
    private const string One = """{"actions": [{"name": "only", "main": "x"}], "output_action": "only"}""";

    private readonly MachineHarness _harness = new();
    private readonly NodeDescription _node = MachineHarness.Describe(new NodeId(Guid.NewGuid()));

    private void Join(SessionId session, params AttemptKey[] running) =>
        _harness.Decide(new ManagerInput.NodeSaid(session, new NodeMessage.Join(_node, [.. running], [])));

    // Found by the simulation, seed 962: a manager that had been stopped for a while read the later connection first.
    [Fact]
    public void A_join_that_was_overtaken_by_a_later_one_is_not_believed()
    {
        Join(new SessionId(2));
        var task = _harness.Submit(_harness.Deploy(One));
        var attempt = new AttemptKey(task, "only", 1);
        Join(new SessionId(1));

        Assert.Equal((RunStage.Running, 1), (_harness.Actions[(task, "only")].Stage, _harness.Actions[(task, "only")].Attempt));
        Assert.Equal(new SessionId(1), Assert.Single(_harness.Effects.OfType<ManagerEffect.Disconnect>()).Session);
        _harness.Decide(new ManagerInput.NodeDisconnected(new SessionId(1)));
        _harness.Finish(new SessionId(2), attempt);
        Assert.Equal(RunStatus.Success, _harness.Tasks[task].State.Status);
    }

    [Fact]
    public void A_join_that_was_overtaken_is_not_believed_when_the_later_connection_has_ended_already()
    {
        Join(new SessionId(2));
        var task = _harness.Submit(_harness.Deploy(One));
        _harness.Decide(new ManagerInput.NodeDisconnected(new SessionId(2)));
        Join(new SessionId(1));
        Assert.Equal(RunStage.Running, _harness.Actions[(task, "only")].Stage);

        Join(new SessionId(3), new AttemptKey(task, "only", 1));
        _harness.Finish(new SessionId(3), new AttemptKey(task, "only", 1));
        Assert.Equal(RunStatus.Success, _harness.Tasks[task].State.Status);
    }
}
