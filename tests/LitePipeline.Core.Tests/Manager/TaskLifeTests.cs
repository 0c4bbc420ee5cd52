using LitePipeline.Core.Actions;
using LitePipeline.Core.Definitions;
using LitePipeline.Core.Manager;
using LitePipeline.Core.Messages;
using LitePipeline.Core.Nodes;
using LitePipeline.Core.Tasks;

namespace LitePipeline.Core.Tests.Manager;

public class TaskLifeTests
{
    private const string Chain = """
        {"actions": [{"name": "first", "main": "a"}, {"name": "second", "main": "b", "condition": ["first"]}], "output_action": "second"}
        """;

    private const string WithEvents = """
        {"actions": [{"name": "first", "main": "a"}, {"name": "second", "main": "b"}], "output_action": "first",
         "event_actions": {"success": {"main": "s"}, "fail": {"main": "f"}}}
        """;

    private readonly MachineHarness _harness = new();
    private readonly NodeId _node = new(Guid.NewGuid());

    private static AttemptKey Key(TaskId task, string action, int attempt = 1) => new(task, action, attempt);

    private TaskState State(TaskId task) => _harness.Tasks[task].State;

    private string[] Started => [.. _harness.Assigned.Select(assignment => assignment.Action.Name)];

    [Fact]
    public void A_chain_runs_in_order_and_hands_on_its_data()
    {
        var session = _harness.Join(MachineHarness.Describe(_node));
        var task = _harness.Submit(_harness.Deploy(Chain), """{"x": 1}""");
        Assert.Equal(["first"], Started);
        _harness.Finish(session, Key(task, "first"), MachineHarness.Success("""{"n": 7}"""));
        Assert.Equal(["first", "second"], Started);
        var second = _harness.Assigned.Last();
        Assert.Equal((IEnumerable<ConditionData>)[new ConditionData("first", JsonData.Parse("""{"n": 7}"""))], second.Conditions.AsEnumerable());
        Assert.Equal("""{"x": 1}""", second.TaskInput.ToString());
        _harness.Finish(session, Key(task, "second"));
        Assert.Equal((RunStage.Finished, RunStatus.Success), (State(task).Stage, State(task).Status));
    }

    [Fact]
    public void A_task_waits_until_a_node_has_a_free_slot()
    {
        var task = _harness.Submit(_harness.Deploy(Chain));
        Assert.Equal(RunStage.Pending, State(task).Stage);
        Assert.Empty(Started);
        _harness.Join(MachineHarness.Describe(_node));
        Assert.Equal(RunStage.Running, State(task).Stage);
        Assert.Equal(["first"], Started);
    }

    [Fact]
    public void Generated_actions_run_before_the_action_that_they_lead_to()
    {
        var session = _harness.Join(MachineHarness.Describe(_node, slots: 4));
        var task = _harness.Submit(_harness.Deploy(Chain));
        _harness.Finish(session, Key(task, "first"), MachineHarness.Success("{}",
            new ActionDefinition { Name = "part-1", Main = "p", ToAction = "second", InputData = JsonData.Parse("""{"i": 1}""") },
            new ActionDefinition { Name = "part-2", Main = "p", ToAction = "second" }));
        Assert.Equal(["first", "part-1", "part-2"], Started);
        _harness.Finish(session, Key(task, "part-2"), MachineHarness.Success("""{"p": 2}"""));
        Assert.Equal(3, Started.Length);
        _harness.Finish(session, Key(task, "part-1"), MachineHarness.Success("""{"p": 1}"""));
        Assert.Equal("second", Started[^1]);
        Assert.Equal(["first", "part-1", "part-2"], _harness.Assigned.Last().Conditions.Select(condition => condition.Action));
    }

    [Fact]
    public void An_action_that_stands_in_the_queue_waits_again_for_a_generated_one()
    {
        const string fork = """
            {"actions": [{"name": "a", "main": "a"}, {"name": "b", "main": "b"}, {"name": "c", "main": "c", "condition": ["b"]}], "output_action": "c"}
            """;
        var session = _harness.Join(MachineHarness.Describe(_node, slots: 2));
        var task = _harness.Submit(_harness.Deploy(fork));
        var other = _harness.Submit(_harness.Deploy(Chain));
        _harness.Decide(new ManagerInput.NodeDisconnected(session));
        session = _harness.Join(MachineHarness.Describe(_node, slots: 1), running: [Key(task, "a"), Key(task, "b")]);
        _harness.Finish(session, Key(task, "b"));
        Assert.DoesNotContain("c", Started);
        _harness.Finish(session, Key(task, "a"), MachineHarness.Success("{}", new ActionDefinition { Name = "g", Main = "g", ToAction = "c" }));
        Assert.Equal("g", Started[^1]);
        _harness.Finish(session, Key(task, "g"));
        Assert.Equal("c", Started[^1]);
        _harness.Finish(session, Key(task, "c"));
        Assert.Equal(RunStatus.Success, State(task).Status);
        Assert.Equal(RunStage.Running, State(other).Stage);
    }

    public static TheoryData<string, string, string> BadExpansions => new()
    {
        { "second", "", "which the task has already" },
        { "success", "", "the name of an event action" },
        { "part", "nowhere", "which is no action of the task" },
        { "part", "first", "which has started already" },
    };

    [Theory]
    [MemberData(nameof(BadExpansions))]
    public void A_generated_action_that_does_not_fit_fails_the_task_and_says_why(string name, string follower, string reason)
    {
        var session = _harness.Join(MachineHarness.Describe(_node));
        var task = _harness.Submit(_harness.Deploy(Chain));
        _harness.Finish(session, Key(task, "first"), MachineHarness.Success("{}", new ActionDefinition { Name = name, Main = "p", ToAction = follower is "" ? null : follower }));
        Assert.Equal(RunStatus.Fail, State(task).Status);
        Assert.Contains(reason, State(task).Message);
        Assert.Equal(ActionFailureKind.BadExpansion, _harness.Actions[(task, "first")].Failure!.Kind);
    }

    [Fact]
    public void Generated_actions_that_wait_for_each_other_are_refused_with_the_circle()
    {
        var session = _harness.Join(MachineHarness.Describe(_node));
        var task = _harness.Submit(_harness.Deploy(Chain));
        _harness.Finish(session, Key(task, "first"), MachineHarness.Success("{}",
            new ActionDefinition { Name = "p", Main = "p", Condition = ["second"], ToAction = "q" },
            new ActionDefinition { Name = "q", Main = "q", ToAction = "second" }));
        Assert.Equal(RunStatus.Fail, State(task).Status);
        Assert.Contains("p -> q -> second -> p", State(task).Message);
    }

    [Fact]
    public void A_failure_ends_what_still_runs_before_the_fail_event_runs()
    {
        var session = _harness.Join(MachineHarness.Describe(_node, slots: 2));
        var task = _harness.Submit(_harness.Deploy(WithEvents));
        _harness.Finish(session, Key(task, "first"), MachineHarness.Failure("no such file"));
        Assert.Contains(new ManagerEffect.Send(session, new ManagerMessage.StopAction(Key(task, "second"), StopSignal.Kill)), _harness.Effects);
        Assert.DoesNotContain("fail", Started);
        _harness.Finish(session, Key(task, "second"), MachineHarness.Failure());
        Assert.Equal("fail", Started[^1]);
        Assert.Contains("\"second\"", _harness.Assigned.Last().EventResult.ToString());
        _harness.Finish(session, Key(task, "fail"));
        Assert.Equal((RunStatus.Fail, "Action 'first' failed: no such file"), (State(task).Status, State(task).Message));
        Assert.Equal(RunStatus.Cancel, _harness.Actions[(task, "second")].Status);
    }

    [Fact]
    public void A_success_event_that_fails_does_not_change_the_outcome()
    {
        var session = _harness.Join(MachineHarness.Describe(_node, slots: 2));
        var task = _harness.Submit(_harness.Deploy(WithEvents));
        _harness.Finish(session, Key(task, "first"));
        _harness.Finish(session, Key(task, "second"));
        Assert.Equal(RunStage.Running, State(task).Stage);
        _harness.Finish(session, Key(task, "success"), MachineHarness.Failure());
        Assert.Equal((RunStage.Finished, RunStatus.Success), (State(task).Stage, State(task).Status));
        Assert.Equal(RunStatus.Fail, _harness.Actions[(task, "success")].Status);
    }

    [Fact]
    public void Stop_of_a_waiting_task_finishes_it_at_once()
    {
        var task = _harness.Submit(_harness.Deploy(Chain));
        Assert.Null(_harness.Decide(new ManagerInput.StopTask(task, StopSignal.Kill)).Refusal);
        Assert.Equal((RunStage.Finished, RunStatus.Kill), (State(task).Stage, State(task).Status));
        _harness.Join(MachineHarness.Describe(_node));
        Assert.Empty(Started);
    }

    [Fact]
    public void Stop_with_terminate_is_followed_by_kill_after_the_grace_period()
    {
        var session = _harness.Join(MachineHarness.Describe(_node));
        var task = _harness.Submit(_harness.Deploy(Chain));
        _harness.Decide(new ManagerInput.StopTask(task, StopSignal.Terminate));
        Assert.Equal(RunStage.Stopping, State(task).Stage);
        Assert.Equal(_harness.Now + _harness.Settings.StopGracePeriod, _harness.Machine.NextDeadline);
        _harness.Now += _harness.Settings.StopGracePeriod;
        _harness.Decide(new ManagerInput.DeadlineReached());
        Assert.Contains(new ManagerEffect.Send(session, new ManagerMessage.StopAction(Key(task, "first"), StopSignal.Kill)), _harness.Effects);
        _harness.Finish(session, Key(task, "first"), new ActionResult { ReturnCode = -9, Failure = new ActionFailure(ActionFailureKind.Stopped, "killed") });
        Assert.Equal((RunStage.Finished, RunStatus.Kill), (State(task).Stage, State(task).Status));
    }

    [Fact]
    public void A_result_counts_once()
    {
        var session = _harness.Join(MachineHarness.Describe(_node, slots: 2));
        var task = _harness.Submit(_harness.Deploy(Chain));
        _harness.Finish(session, Key(task, "first"), MachineHarness.Success("""{"n": 1}"""));
        var recorded = _harness.Actions[(task, "first")];
        _harness.Finish(session, Key(task, "first"), MachineHarness.Failure());
        Assert.Equal(recorded, _harness.Actions[(task, "first")]);
        Assert.Equal(2, _harness.Effects.Count(effect => effect is ManagerEffect.Send { Message: ManagerMessage.AcknowledgeResult }));
    }

    [Fact]
    public void A_lost_nodes_action_runs_elsewhere_after_the_return_timeout()
    {
        var session = _harness.Join(MachineHarness.Describe(_node));
        var task = _harness.Submit(_harness.Deploy(Chain));
        _harness.Decide(new ManagerInput.NodeDisconnected(session));
        var other = new NodeId(Guid.NewGuid());
        _harness.Join(MachineHarness.Describe(other));
        Assert.Single(Started);
        _harness.Now += _harness.Settings.NodeReturnTimeout;
        _harness.Decide(new ManagerInput.DeadlineReached());
        Assert.Equal([1, 2], _harness.Assigned.Select(assignment => assignment.Attempt.Attempt));
        Assert.Equal(other, _harness.Actions[(task, "first")].Node);
        var late = _harness.Join(MachineHarness.Describe(_node), running: [Key(task, "first")]);
        Assert.Contains(new ManagerEffect.Send(late, new ManagerMessage.DiscardAttempt(Key(task, "first"))), _harness.Effects);
    }

    [Fact]
    public void A_node_that_comes_back_in_time_keeps_its_attempt()
    {
        var session = _harness.Join(MachineHarness.Describe(_node));
        var task = _harness.Submit(_harness.Deploy(Chain));
        _harness.Decide(new ManagerInput.NodeDisconnected(session));
        session = _harness.Join(MachineHarness.Describe(_node), running: [Key(task, "first")]);
        _harness.Now += _harness.Settings.NodeReturnTimeout;
        _harness.Decide(new ManagerInput.DeadlineReached());
        Assert.Single(Started);
        _harness.Finish(session, Key(task, "first"));
        Assert.Equal("second", Started[^1]);
    }

    [Fact]
    public void A_restarted_manager_takes_up_what_its_node_still_runs()
    {
        _harness.Join(MachineHarness.Describe(_node, slots: 3));
        var task = _harness.Submit(_harness.Deploy(Chain));
        _harness.RestartManager();
        Assert.Single(Started);
        var session = _harness.Join(MachineHarness.Describe(_node, slots: 3), finished: [Key(task, "first")]);
        _harness.Finish(session, Key(task, "first"), MachineHarness.Success("""{"n": 1}""", new ActionDefinition { Name = "part", Main = "p", ToAction = "second" }));
        _harness.RestartManager();
        session = _harness.Join(MachineHarness.Describe(_node, slots: 3), running: [Key(task, "part")]);
        _harness.Finish(session, Key(task, "part"));
        _harness.Finish(session, Key(task, "second"));
        Assert.Equal(["first", "part", "second"], Started);
        Assert.Equal(RunStatus.Success, State(task).Status);
    }

    [Fact]
    public void An_action_that_ends_node_after_node_fails_its_task_in_the_end()
    {
        var task = _harness.Submit(_harness.Deploy(Chain));
        for (var attempt = 1; attempt <= _harness.Settings.MaxLostAttempts; attempt++)
        {
            _harness.Join(MachineHarness.Describe(_node));
        }

        Assert.Equal(RunStage.Running, State(task).Stage);
        _harness.Join(MachineHarness.Describe(_node));
        Assert.Equal(RunStatus.Fail, State(task).Status);
        Assert.Equal(ActionFailureKind.NodeLost, _harness.Actions[(task, "first")].Failure!.Kind);
    }

    [Fact]
    public void Removing_an_application_ends_its_waiting_tasks_and_lets_the_running_ones_go_on()
    {
        var app = _harness.Deploy(Chain);
        var session = _harness.Join(MachineHarness.Describe(_node));
        var running = _harness.Submit(app);
        var waiting = _harness.Submit(app);
        _harness.Decide(new ManagerInput.DeleteApplication(app));
        Assert.Equal(RunStatus.Error, State(waiting).Status);
        Assert.DoesNotContain(_harness.Effects, effect => effect is ManagerEffect.RemovePackage);
        _harness.Finish(session, Key(running, "first"));
        _harness.Finish(session, Key(running, "second"));
        Assert.Equal(RunStatus.Success, State(running).Status);
        Assert.Single(_harness.Effects, effect => effect is ManagerEffect.RemovePackage);
    }

    [Fact]
    public void Target_env_of_the_input_replaces_the_configurations()
    {
        var wanted = new NodeId(Guid.NewGuid());
        _harness.Join(MachineHarness.Describe(_node, slots: 8));
        var task = _harness.Submit(_harness.Deploy(Chain), $$$"""{"target_env": {"first": {"node_id": "{{{wanted}}}"} } }""");
        Assert.Empty(Started);
        _harness.Join(MachineHarness.Describe(wanted));
        Assert.Equal(wanted, _harness.Actions[(task, "first")].Node);
    }

    [Fact]
    public void Refusals_change_nothing()
    {
        var unknown = _harness.Decide(new ManagerInput.SubmitTask(new TaskId(Guid.NewGuid()), "t", new(Guid.NewGuid()), JsonData.EmptyObject));
        Assert.Equal((ErrorCode.AppNotExists, "app_id"), (unknown.Refusal!.Code, unknown.Refusal.Field));
        var bad = _harness.Decide(new ManagerInput.SubmitTask(new TaskId(Guid.NewGuid()), "t", _harness.Deploy(Chain), JsonData.Parse("""{"target_env": 5}""")));
        Assert.Equal(ErrorCode.InvalidParameters, bad.Refusal!.Code);
        Assert.Equal(ErrorCode.TaskAlreadyFinished, _harness.Decide(new ManagerInput.StopTask(new TaskId(Guid.NewGuid()), StopSignal.Kill)).Refusal!.Code);
        Assert.Empty(_harness.Tasks);
    }
}
