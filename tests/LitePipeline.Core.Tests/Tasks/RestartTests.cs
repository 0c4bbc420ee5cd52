using LitePipeline.Core.Actions;
using LitePipeline.Core.Definitions;
using LitePipeline.Core.Events;
using LitePipeline.Core.Manager;
using LitePipeline.Core.Messages;
using LitePipeline.Core.Nodes;
using LitePipeline.Core.Tasks;
using LitePipeline.Core.Tests.Manager;

namespace LitePipeline.Core.Tests.Tasks;

public class RestartTests
{
    private const string Chain = """
        {"actions": [{"name": "first", "main": "a"}, {"name": "second", "main": "b", "condition": ["first"]}], "output_action": "second",
         "event_actions": {"success": {"main": "s"}, "fail": {"main": "f"}}}
        """;

    private readonly MachineHarness _harness = new();
    private readonly NodeId _node = new(Guid.NewGuid());
    private SessionId _session;

    private static AttemptKey Key(TaskId task, string action, int attempt = 1) => new(task, action, attempt);

    private TaskState State(TaskId task) => _harness.Tasks[task].State;

    private string[] Started => [.. _harness.Assigned.Select(assignment => $"{assignment.Attempt.Action}#{assignment.Attempt.Attempt}")];

    private TaskId Start(string configuration)
    {
        _session = _harness.Join(MachineHarness.Describe(_node, slots: 8));
        return _harness.Submit(_harness.Deploy(configuration));
    }

    private void Finish(TaskId task, string action, int attempt = 1, ActionResult? result = null) => _harness.Finish(_session, Key(task, action, attempt), result);

    private TaskId FailedAtSecond()
    {
        var task = Start(Chain);
        Finish(task, "first", result: MachineHarness.Success("""{"n": 1}"""));
        Finish(task, "second", result: MachineHarness.Failure("no disk"));
        Finish(task, "fail");
        Assert.Equal(RunStatus.Fail, State(task).Status);
        return task;
    }

    [Fact]
    public void A_rerun_runs_everything_again_with_numbers_that_go_on()
    {
        var task = FailedAtSecond();
        Assert.Null(_harness.Rerun(task));
        Assert.Contains(_harness.Effects, effect => effect is ManagerEffect.Publish { Event: PipelineEvent.TaskRestarted { Recovered: false } restarted } && restarted.Task == task);
        Assert.Equal((RunStage.Running, null, null, 1), (State(task).Stage, State(task).Status, State(task).Message, State(task).AttemptBase));
        Assert.Equal("first", Assert.Single(_harness.RowsOf(task)).Name);
        // What a node has left of the run before means nothing.
        Finish(task, "first");
        Assert.Equal("first#2", Started[^1]);
        Finish(task, "first", 2);
        Finish(task, "second", 2);
        Finish(task, "success", 2);
        Assert.Equal(RunStatus.Success, State(task).Status);
        Assert.Null(_harness.Rerun(task));
        Assert.Equal("first#3", Started[^1]);
    }

    [Fact]
    public void A_rerun_survives_a_restart_of_the_manager()
    {
        var task = FailedAtSecond();
        _harness.Decide(new ManagerInput.NodeDisconnected(_session));
        Assert.Null(_harness.Rerun(task));
        Assert.Equal(RunStage.Pending, State(task).Stage);
        _harness.RestartManager();
        _session = _harness.Join(MachineHarness.Describe(_node, slots: 8), finished: [Key(task, "second")]);
        Assert.Contains(new ManagerEffect.Send(_session, new ManagerMessage.DiscardAttempt(Key(task, "second"))), _harness.Effects);
        Assert.Equal("first#2", Started[^1]);
    }

    [Fact]
    public void A_recover_runs_only_what_has_not_succeeded()
    {
        var task = FailedAtSecond();
        Assert.Null(_harness.Recover(task));
        Assert.Contains(_harness.Effects, effect => effect is ManagerEffect.Publish { Event: PipelineEvent.TaskRestarted { Recovered: true } restarted } && restarted.Task == task);
        Assert.Equal("second#2", Started[^1]);
        Assert.Equal("""{"n": 1}""", _harness.Assigned.Last().Conditions.Single().Data.ToString());
        Assert.Equal((RunStage.Running, null), (State(task).Stage, State(task).Message));
        var row = _harness.Actions[(task, "second")];
        Assert.Equal((1, "no disk"), (row.Earlier.Single().Attempt, row.Earlier.Single().Failure!.Message));
        Assert.DoesNotContain((task, "fail"), _harness.Actions.Keys);
        Finish(task, "second", 2);
        Assert.Equal("success#2", Started[^1]);
        Finish(task, "success", 2);
        Assert.Equal(RunStatus.Success, State(task).Status);
        Assert.Equal(["first#1", "second#1", "fail#1", "second#2", "success#2"], Started);
    }

    [Fact]
    public void A_recover_can_fail_and_be_recovered_again()
    {
        var task = FailedAtSecond();
        for (var attempt = 2; attempt <= 4; attempt++)
        {
            Assert.Null(_harness.Recover(task));
            Finish(task, "second", attempt, MachineHarness.Failure());
            Finish(task, "fail", attempt);
            Assert.Equal(RunStatus.Fail, State(task).Status);
        }
    }

    [Fact]
    public void A_recovered_task_waits_as_recovering_until_a_node_takes_it()
    {
        var task = FailedAtSecond();
        _harness.Decide(new ManagerInput.NodeDisconnected(_session));
        Assert.Null(_harness.Recover(task));
        Assert.Equal((RunStage.Recovering, null), (State(task).Stage, State(task).StartedAt));
        Assert.Equal(ErrorCode.TaskStillRunning, _harness.Recover(task)!.Code);
        _harness.RestartManager();
        Assert.Equal(RunStage.Recovering, State(task).Stage);
        _session = _harness.Join(MachineHarness.Describe(_node));
        Assert.Equal((RunStage.Running, "second#2"), (State(task).Stage, Started[^1]));
    }

    [Fact]
    public void A_stop_of_a_recovering_task_ends_it_at_once_without_another_fail_event()
    {
        var task = FailedAtSecond();
        _harness.Decide(new ManagerInput.NodeDisconnected(_session));
        Assert.Null(_harness.Recover(task));
        _harness.Decide(new ManagerInput.StopTask(task, StopSignal.Kill));
        Assert.Equal((RunStage.Finished, RunStatus.Kill), (State(task).Stage, State(task).Status));
        Assert.Equal((RunStage.Finished, RunStatus.Kill), (_harness.Actions[(task, "second")].Stage, _harness.Actions[(task, "second")].Status));
        Assert.Null(_harness.Recover(task));
        _harness.Join(MachineHarness.Describe(_node));
        Assert.Equal("second#2", Started[^1]);
        Assert.Single(_harness.Actions[(task, "second")].Earlier);
    }

    [Fact]
    public void Generated_actions_stay_and_their_generator_is_not_run_again()
    {
        var task = Start(Chain);
        Finish(task, "first", result: MachineHarness.Success("{}",
            new ActionDefinition { Name = "part-1", Main = "p", ToAction = "second" },
            new ActionDefinition { Name = "part-2", Main = "p", ToAction = "second", InputData = JsonData.Parse("""{"i": 2}""") }));
        Finish(task, "part-1", result: MachineHarness.Success("""{"p": 1}"""));
        Finish(task, "part-2", result: MachineHarness.Failure());
        Finish(task, "fail");
        Assert.Null(_harness.Recover(task));
        Assert.Equal("part-2#2", Started[^1]);
        Assert.Equal("""{"i": 2}""", _harness.Assigned.Last().Action.InputData.ToString());
        _harness.RestartManager();
        _session = _harness.Join(MachineHarness.Describe(_node, slots: 8), running: [Key(task, "part-2", 2)]);
        Finish(task, "part-2", 2);
        Assert.Equal("second#2", Started[^1]);
        Assert.Equal(["first", "part-1", "part-2"], _harness.Assigned.Last().Conditions.Select(condition => condition.Action));
        Finish(task, "second", 2);
        Finish(task, "success", 2);
        Assert.Equal(RunStatus.Success, State(task).Status);
        Assert.Single(Started, name => name.StartsWith("first", StringComparison.Ordinal));
    }

    [Fact]
    public void What_succeeded_too_late_for_its_generated_actions_is_run_again_by_a_recover()
    {
        var task = Start("""{"actions": [{"name": "generator", "main": "a"}, {"name": "other", "main": "b"}, {"name": "sum", "main": "c", "condition": ["generator", "other"]}], "output_action": "sum"}""");
        Finish(task, "other", result: MachineHarness.Failure());
        Finish(task, "generator", result: MachineHarness.Success("{}", new ActionDefinition { Name = "part", Main = "p", ToAction = "sum" }));
        Assert.Equal((RunStatus.Cancel, 0), (_harness.Actions[(task, "generator")].Status, _harness.Actions[(task, "generator")].ReturnCode));
        Assert.Null(_harness.Recover(task));
        Finish(task, "other", 2);
        Finish(task, "generator", 2, MachineHarness.Success("{}", new ActionDefinition { Name = "part", Main = "p", ToAction = "sum" }));
        Finish(task, "part", 2);
        Finish(task, "sum", 2);
        Assert.Equal(RunStatus.Success, State(task).Status);
    }

    [Fact]
    public void In_a_recover_a_generated_action_may_lead_to_one_that_had_started_before()
    {
        var task = Start("""{"actions": [{"name": "generator", "main": "a"}, {"name": "sum", "main": "c", "target_env": {"platform": "plan9"}}], "output_action": "sum"}""");
        var other = new NodeId(Guid.NewGuid());
        var second = _harness.Join(MachineHarness.Describe(other) with { Platform = "plan9" });
        _harness.Finish(second, Key(task, "sum"), MachineHarness.Failure());
        Finish(task, "generator", result: MachineHarness.Failure());
        _harness.Decide(new ManagerInput.NodeDisconnected(second));
        Assert.Null(_harness.Recover(task));
        Finish(task, "generator", 2, MachineHarness.Success("{}", new ActionDefinition { Name = "part", Main = "p", ToAction = "sum" }));
        second = _harness.Join(MachineHarness.Describe(other) with { Platform = "plan9" });
        Assert.Equal("part#2", Started[^1]);
        Finish(task, "part", 2);
        Assert.Equal("sum#2", Started[^1]);
        _harness.RestartManager();
        second = _harness.Join(MachineHarness.Describe(other) with { Platform = "plan9" }, running: [Key(task, "sum", 2)]);
        _harness.Finish(second, Key(task, "sum", 2));
        Assert.Equal(RunStatus.Success, State(task).Status);
    }

    [Fact]
    public void A_task_that_was_killed_with_nothing_left_to_do_is_recovered_as_a_success()
    {
        var task = Start("""{"actions": [{"name": "only", "main": "a"}], "output_action": "only"}""");
        _harness.Decide(new ManagerInput.StopTask(task, StopSignal.Terminate));
        Finish(task, "only");
        Assert.Equal((RunStatus.Kill, RunStatus.Success), (State(task).Status, _harness.Actions[(task, "only")].Status));
        Assert.Null(_harness.Recover(task));
        Assert.Equal(RunStatus.Success, State(task).Status);
        Assert.Single(Started);
    }

    [Fact]
    public void Lost_nodes_and_retries_are_counted_anew_after_a_recover()
    {
        var task = Start("""{"actions": [{"name": "a", "main": "a", "retry": {"attempts": 2}}], "output_action": "a"}""");
        Finish(task, "a", result: MachineHarness.Failure());
        Finish(task, "a", 2, MachineHarness.Failure());
        Assert.Equal(RunStatus.Fail, State(task).Status);
        Assert.Null(_harness.Recover(task));
        Finish(task, "a", 3, MachineHarness.Failure());
        Finish(task, "a", 4);
        Assert.Equal(RunStatus.Success, State(task).Status);
        Assert.Equal([1, 2, 3], _harness.Actions[(task, "a")].Earlier.Select(earlier => earlier.Attempt));
    }

    [Fact]
    public void Generated_actions_that_cannot_be_read_again_fail_their_task_and_nothing_else()
    {
        var task = Start(Chain);
        var other = _harness.Submit(_harness.Deploy(Chain));
        Finish(task, "first", result: MachineHarness.Success("{}", new ActionDefinition { Name = "a/b", Main = "p" }));
        _harness.RestartManager();
        _session = _harness.Join(MachineHarness.Describe(_node, slots: 8), running: [Key(task, "a/b"), Key(task, "second"), Key(other, "first")]);
        Finish(task, "second", result: MachineHarness.Failure());
        Finish(task, "fail");
        Assert.Equal(RunStatus.Fail, State(task).Status);
        Assert.Contains("$.actions[0].name: holds '/'", State(task).Message);
        Assert.Equal(ErrorCode.OperationFailed, _harness.Recover(task)!.Code);
        Assert.Equal(RunStage.Running, State(other).Stage);
    }

    [Fact]
    public void Refusals_say_why_and_change_nothing()
    {
        var task = FailedAtSecond();
        Assert.Null(_harness.Recover(task));
        Assert.Equal((ErrorCode.TaskStillRunning, "task_id"), (_harness.Rerun(task)!.Code, _harness.Rerun(task)!.Field));
        Assert.Equal(ErrorCode.TaskStillRunning, _harness.Recover(task)!.Code);
        Finish(task, "second", 2);
        Finish(task, "success", 2);
        Assert.Equal(ErrorCode.TaskAlreadySuccess, _harness.Recover(task)!.Code);

        var failed = FailedAtSecond();
        var before = (State(failed), _harness.RowsOf(failed).ToArray());
        _harness.Decide(new ManagerInput.DeleteApplication(_harness.Tasks[failed].Application));
        Assert.Equal(ErrorCode.AppNotExists, _harness.Rerun(failed)!.Code);
        var gone = _harness.Recover(failed)!;
        Assert.Equal(ErrorCode.OperationFailed, gone.Code);
        Assert.Contains(_harness.Tasks[failed].Version, gone.Message);
        Assert.Equal(before.Item1, State(failed));
        Assert.Equal(before.Item2, _harness.RowsOf(failed));
    }
}
