using LitePipeline.Core.Actions;
using LitePipeline.Core.Nodes;
using LitePipeline.Core.Tests.Manager;

namespace LitePipeline.Core.Tests.Tasks;

public class PriorityTests
{
    private const string Pair = """{"actions": [{"name": "a", "main": "a"}, {"name": "b", "main": "b", "condition": ["a"]}], "output_action": "b"}""";

    [Fact]
    public void Tasks_of_a_higher_priority_go_first_and_among_equals_the_older()
    {
        var harness = new MachineHarness();
        var app = harness.Deploy(Pair);
        int[] priorities = [0, 5, -3, 5, 1000, 0];
        var tasks = priorities.Select(priority => harness.Submit(app, priority: priority)).ToArray();
        var session = harness.Join(MachineHarness.Describe(new NodeId(Guid.NewGuid())));
        for (var i = 0; i < 2 * tasks.Length; i++) harness.Finish(session, harness.Assigned.Last().Attempt);
        Assert.Equal([4, 1, 3, 0, 5, 2], harness.Assigned.Where(assignment => assignment.Action.Name == "a").Select(assignment => Array.IndexOf(tasks, assignment.Attempt.Task)));
    }

    [Fact]
    public void A_free_slot_goes_to_a_waiting_task_of_a_higher_priority_before_the_next_action_of_one_that_runs()
    {
        var harness = new MachineHarness();
        var app = harness.Deploy(Pair);
        var session = harness.Join(MachineHarness.Describe(new NodeId(Guid.NewGuid())));
        var low = harness.Submit(app);
        var high = harness.Submit(app, priority: 1);
        harness.Finish(session, new AttemptKey(low, "a", 1));
        Assert.Equal(high, harness.Assigned.Last().Attempt.Task);
        harness.Finish(session, new AttemptKey(high, "a", 1));
        Assert.Equal(new AttemptKey(high, "b", 1), harness.Assigned.Last().Attempt);
        harness.Finish(session, new AttemptKey(high, "b", 1));
        Assert.Equal(new AttemptKey(low, "b", 1), harness.Assigned.Last().Attempt);
    }

    [Fact]
    public void A_restart_keeps_the_priority()
    {
        var harness = new MachineHarness();
        var app = harness.Deploy(Pair);
        harness.Submit(app);
        var high = harness.Submit(app, priority: 1);
        harness.RestartManager();
        harness.Join(MachineHarness.Describe(new NodeId(Guid.NewGuid())));
        Assert.Equal(high, harness.Assigned.Single().Attempt.Task);
    }
}
