using LitePipeline.Core.Actions;
using LitePipeline.Core.Definitions;
using LitePipeline.Core.Events;
using LitePipeline.Core.Manager;
using LitePipeline.Core.Messages;
using LitePipeline.Core.Nodes;
using LitePipeline.Core.Tasks;
using LitePipeline.Core.Tests.Manager;

namespace LitePipeline.Core.Tests.Tasks;

public class RetryTests
{
    private const string Flaky = """
        {"actions": [{"name": "a", "main": "a", "retry": {"attempts": 3, "backoff": {"delay": 10, "factor": 3}}}, {"name": "b", "main": "b"}], "output_action": "a"}
        """;

    private readonly MachineHarness _harness = new();
    private readonly NodeId _node = new(Guid.NewGuid());

    private static AttemptKey Key(TaskId task, string action, int attempt = 1) => new(task, action, attempt);

    private static ActionResult Failed(ActionFailureKind kind, int? code = null) => new() { ReturnCode = code, Failure = new ActionFailure(kind, kind.ToString()) };

    private ActionRecord Row(TaskId task, string action = "a") => _harness.Actions[(task, action)];

    private TaskState State(TaskId task) => _harness.Tasks[task].State;

    private (SessionId Session, TaskId Task) Start(string configuration, int slots = 2)
    {
        var session = _harness.Join(MachineHarness.Describe(_node, slots));
        return (session, _harness.Submit(_harness.Deploy(configuration)));
    }

    [Fact]
    public void A_failed_attempt_is_run_again_after_its_pause_and_the_rest_of_the_task_goes_on()
    {
        var (session, task) = Start(Flaky);
        var begun = _harness.Now;
        _harness.Now += TimeSpan.FromSeconds(1);
        _harness.Finish(session, Key(task, "a"), MachineHarness.Failure("disk full"));
        var row = Row(task);
        Assert.Equal((RunStage.Pending, null, 1, 1), (row.Stage, row.Status, row.Attempt, row.Retries));
        Assert.Equal(_harness.Now + TimeSpan.FromSeconds(10), row.RetryAt);
        Assert.Equal(new EarlierAttempt(1, _node, begun, _harness.Now, RunStatus.Fail, 1, new ActionFailure(ActionFailureKind.Exit, "disk full")), Assert.Single(row.Earlier));
        Assert.Contains(_harness.Effects, effect => effect is ManagerEffect.Publish { Event: PipelineEvent.ActionRetried { Message: "disk full" } retried } && retried.RetryAt == row.RetryAt);
        var waiting = Assert.Single(_harness.Describe(task)!.Retrying);
        Assert.Equal((row.RetryAt, "disk full", 1), (waiting.RetryAt, waiting.Reason, waiting.Attempt));

        _harness.Finish(session, Key(task, "b"));
        Assert.Equal(RunStage.Running, State(task).Stage);
        _harness.PassDeadline();
        Assert.Equal(Key(task, "a", 2), _harness.Assigned.Last().Attempt);
        Assert.Null(Row(task).RetryAt);
        Assert.Empty(_harness.Describe(task)!.Retrying);

        _harness.Finish(session, Key(task, "a", 2), MachineHarness.Failure());
        Assert.Equal(_harness.Now + TimeSpan.FromSeconds(30), Row(task).RetryAt);
        _harness.PassDeadline();
        _harness.Finish(session, Key(task, "a", 3), MachineHarness.Success("""{"n": 1}"""));
        Assert.Equal((RunStatus.Success, RunStatus.Success), (State(task).Status, Row(task).Status));
        Assert.Equal([1, 2], Row(task).Earlier.Select(earlier => earlier.Attempt));
    }

    [Fact]
    public void After_the_last_attempt_the_task_fails()
    {
        var (session, task) = Start(Flaky);
        _harness.Finish(session, Key(task, "b"));
        for (var attempt = 1; attempt <= 3; attempt++)
        {
            _harness.Finish(session, Key(task, "a", attempt), MachineHarness.Failure($"number {attempt}"));
            if (attempt < 3) _harness.PassDeadline();
        }

        Assert.Equal((RunStatus.Fail, "Action 'a' failed: number 3"), (State(task).Status, State(task).Message));
        Assert.Equal((RunStage.Finished, RunStatus.Fail, 3, 2), (Row(task).Stage, Row(task).Status, Row(task).Attempt, Row(task).Retries));
    }

    [Theory]
    [InlineData(ActionFailureKind.Exit, true)]
    [InlineData(ActionFailureKind.TimedOut, true)]
    [InlineData(ActionFailureKind.NotStarted, true)]
    [InlineData(ActionFailureKind.Package, true)]
    [InlineData(ActionFailureKind.BadOutput, true)]
    [InlineData(ActionFailureKind.NodeLost, true)] // As a result that its node reports: it lost sight of the container.
    [InlineData(ActionFailureKind.Stopped, false)]
    public void What_another_run_may_mend_is_run_again(ActionFailureKind kind, bool again)
    {
        var (session, task) = Start("""{"actions": [{"name": "a", "main": "a", "retry": {"attempts": 2}}], "output_action": "a"}""");
        _harness.Finish(session, Key(task, "a"), Failed(kind));
        Assert.Equal(again ? RunStage.Running : RunStage.Finished, State(task).Stage);
        // Without a pause it does not wait for a deadline.
        Assert.Equal(again ? 2 : 1, _harness.Assigned.Count());
    }

    [Fact]
    public void Generated_actions_that_do_not_fit_are_not_tried_again()
    {
        var (session, task) = Start("""{"actions": [{"name": "a", "main": "a", "retry": {"attempts": 2}}], "output_action": "a"}""");
        _harness.Finish(session, Key(task, "a"), MachineHarness.Success("{}", new ActionDefinition { Name = "a", Main = "x" }));
        Assert.Equal((RunStatus.Fail, ActionFailureKind.BadExpansion), (State(task).Status, Row(task).Failure!.Kind));
    }

    [Theory]
    [InlineData(75, true)]
    [InlineData(-15, true)]
    [InlineData(1, false)]
    [InlineData(null, false)]
    public void Only_the_exit_codes_that_are_named_are_run_again_after(int? code, bool again)
    {
        var (session, task) = Start("""{"actions": [{"name": "a", "main": "a", "retry": {"attempts": 2, "on_exit_codes": [75, -15]}}], "output_action": "a"}""");
        _harness.Finish(session, Key(task, "a"), Failed(ActionFailureKind.Exit, code));
        Assert.Equal(again ? RunStage.Running : RunStage.Finished, State(task).Stage);
    }

    [Theory]
    [InlineData(ActionFailureKind.TimedOut, "timeout")]
    [InlineData(ActionFailureKind.Exit, "retry")]
    public void Generated_actions_have_limits_that_are_checked(ActionFailureKind _, string member)
    {
        var (session, task) = Start(Flaky);
        var generated = new ActionDefinition { Name = "g", Main = "x" };
        generated = member == "timeout" ? generated with { Timeout = TimeSpan.Zero } : generated with { Retry = new RetryDefinition(0) };
        _harness.Finish(session, Key(task, "b"), MachineHarness.Success("{}", generated));
        Assert.Contains($"Its generated action 'g' has a {member}", Row(task, "b").Failure!.Message);
    }

    [Fact]
    public void A_stop_drops_what_waits_to_be_run_again_and_nothing_comes_of_its_deadline()
    {
        var (session, task) = Start("""{"actions": [{"name": "a", "main": "a", "retry": {"attempts": 2, "backoff": 5}}], "output_action": "a"}""");
        _harness.Finish(session, Key(task, "a"), MachineHarness.Failure("disk full"));
        _harness.Decide(new ManagerInput.StopTask(task, StopSignal.Terminate));
        Assert.Equal((RunStage.Finished, RunStatus.Kill), (State(task).Stage, State(task).Status));
        var row = Row(task);
        Assert.Equal((RunStage.Finished, RunStatus.Terminate, 1, "disk full", null), (row.Stage, row.Status, row.ReturnCode, row.Failure!.Message, row.RetryAt));
        _harness.PassDeadline();
        Assert.Single(_harness.Assigned);
    }

    [Fact]
    public void The_failure_of_another_action_cancels_what_waits_to_be_run_again()
    {
        var (session, task) = Start(Flaky);
        _harness.Finish(session, Key(task, "a"), MachineHarness.Failure());
        _harness.Finish(session, Key(task, "b"), MachineHarness.Failure("no network"));
        Assert.Equal((RunStatus.Fail, "Action 'b' failed: no network"), (State(task).Status, State(task).Message));
        Assert.Equal((RunStage.Finished, RunStatus.Cancel), (Row(task).Stage, Row(task).Status));
    }

    [Fact]
    public void Event_actions_are_run_again_too_and_a_stop_ends_their_waiting()
    {
        var (session, task) = Start("""
            {"actions": [{"name": "a", "main": "a"}], "output_action": "a", "event_actions": {"success": {"main": "s", "retry": {"attempts": 3, "backoff": 7}}}}
            """);
        _harness.Finish(session, Key(task, "a"));
        _harness.Finish(session, Key(task, "success"), MachineHarness.Failure());
        Assert.Equal((RunStage.Running, RunStage.Pending), (State(task).Stage, Row(task, "success").Stage));
        _harness.PassDeadline();
        _harness.Finish(session, Key(task, "success", 2), MachineHarness.Failure());
        _harness.Decide(new ManagerInput.StopTask(task, StopSignal.Kill));
        Assert.Equal((RunStatus.Success, RunStatus.Kill), (State(task).Status, Row(task, "success").Status));
    }

    [Fact]
    public void A_restarted_manager_keeps_the_moment_of_the_next_attempt()
    {
        var (session, task) = Start(Flaky);
        _harness.Finish(session, Key(task, "b"));
        _harness.Finish(session, Key(task, "a"), MachineHarness.Failure());
        var retryAt = Row(task).RetryAt;
        _harness.Now += TimeSpan.FromSeconds(4);
        _harness.RestartManager();
        session = _harness.Join(MachineHarness.Describe(_node));
        Assert.Equal(retryAt, _harness.Describe(task)!.Retrying.Single().RetryAt);
        while (_harness.Now < retryAt) _harness.PassDeadline();
        Assert.Equal((retryAt, Key(task, "a", 2)), (_harness.Now, _harness.Assigned.Last().Attempt));
        _harness.Finish(session, Key(task, "a", 2), MachineHarness.Failure());
        _harness.Now += TimeSpan.FromHours(1);
        _harness.RestartManager();
        session = _harness.Join(MachineHarness.Describe(_node));
        Assert.Equal(Key(task, "a", 3), _harness.Assigned.Last().Attempt);
        _harness.Finish(session, Key(task, "a", 3), MachineHarness.Failure());
        Assert.Equal(RunStatus.Fail, State(task).Status);
    }

    [Fact]
    public void A_node_that_says_a_failed_result_again_does_not_bring_the_attempt_back()
    {
        var (session, task) = Start("""{"actions": [{"name": "a", "main": "a", "retry": {"attempts": 2}}], "output_action": "a"}""", slots: 1);
        var blocker = _harness.Submit(_harness.Deploy("""{"actions": [{"name": "z", "main": "z"}], "output_action": "z"}"""), priority: 5);
        _harness.Finish(session, Key(task, "a"), MachineHarness.Failure());
        // The slot went to the other task: the action is queued, as one that lost its node would be.
        Assert.Equal(Key(blocker, "z"), _harness.Assigned.Last().Attempt);
        _harness.Decide(new ManagerInput.NodeDisconnected(session));
        session = _harness.Join(MachineHarness.Describe(_node), running: [Key(blocker, "z")], finished: [Key(task, "a")]);
        Assert.Contains(new ManagerEffect.Send(session, new ManagerMessage.DiscardAttempt(Key(task, "a"))), _harness.Effects);
        _harness.Finish(session, Key(task, "a"), MachineHarness.Failure());
        Assert.Equal((RunStage.Pending, 1), (Row(task).Stage, Row(task).Retries));
    }

    [Fact]
    public void Lost_nodes_are_counted_apart_from_failures_and_leave_their_attempts_behind()
    {
        var harness = new MachineHarness(new ManagerSettings { MaxLostAttempts = 2 });
        var task = default(TaskId);
        SessionId Lose(SessionId session)
        {
            harness.Decide(new ManagerInput.NodeDisconnected(session));
            harness.PassDeadline();
            return harness.Join(MachineHarness.Describe(_node));
        }

        var session = harness.Join(MachineHarness.Describe(_node));
        task = harness.Submit(harness.Deploy("""{"actions": [{"name": "a", "main": "a", "retry": {"attempts": 3}}], "output_action": "a"}"""));
        harness.Finish(session, Key(task, "a"), MachineHarness.Failure());
        harness.Finish(session, Key(task, "a", 2), MachineHarness.Failure());
        session = Lose(session);
        var row = harness.Actions[(task, "a")];
        Assert.Equal((RunStage.Running, 4, 2, 1), (row.Stage, row.Attempt, row.Retries, row.Losses));
        Assert.Equal([ActionFailureKind.Exit, ActionFailureKind.Exit, ActionFailureKind.NodeLost], row.Earlier.Select(earlier => earlier.Failure!.Kind));
        Lose(session);
        Assert.Equal((RunStatus.Fail, ActionFailureKind.NodeLost), (harness.Tasks[task].State.Status, harness.Actions[(task, "a")].Failure!.Kind));
    }

    [Fact]
    public void An_attempt_whose_node_comes_back_late_is_not_counted_as_lost()
    {
        var (session, task) = Start("""{"actions": [{"name": "a", "main": "a"}], "output_action": "a"}""");
        _harness.Decide(new ManagerInput.NodeDisconnected(session));
        _harness.PassDeadline();
        Assert.Equal((RunStage.Pending, 1), (Row(task).Stage, Row(task).Losses));
        _harness.RestartManager();
        _harness.Join(MachineHarness.Describe(_node), running: [Key(task, "a")]);
        Assert.Equal((RunStage.Running, 0, 1), (Row(task).Stage, Row(task).Losses, Row(task).Attempt));
        Assert.Empty(Row(task).Earlier);
    }

    [Fact]
    public void Only_the_last_hundred_attempts_are_remembered()
    {
        var (session, task) = Start("""{"actions": [{"name": "a", "main": "a", "retry": {"attempts": 1000}}], "output_action": "a"}""");
        for (var attempt = 1; attempt <= 150; attempt++) _harness.Finish(session, Key(task, "a", attempt), MachineHarness.Failure());
        Assert.Equal(Enumerable.Range(51, 100), Row(task).Earlier.Select(earlier => earlier.Attempt));
        Assert.Equal(150, Row(task).Retries);
    }
}
