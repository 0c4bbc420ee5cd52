using System.Text.Json;
using LitePipeline.Core.Actions;
using LitePipeline.Core.Applications;
using LitePipeline.Core.Events;
using LitePipeline.Core.Manager;
using LitePipeline.Core.Messages;
using LitePipeline.Core.Nodes;
using LitePipeline.Core.Tasks;
using LitePipeline.Core.Workflows;
using LitePipeline.Core.Works;

namespace LitePipeline.Core.Tests.Manager;

public class WorkLifeTests
{
    private const string OneAction = """{"actions": [{"name": "only", "main": "x"}], "output_action": "only"}""";

    private readonly MachineHarness _harness = new();
    private readonly NodeDescription _node = MachineHarness.Describe(new NodeId(Guid.NewGuid()), slots: 100);
    private readonly AppId _app;
    private SessionId _session;

    public WorkLifeTests()
    {
        _app = _harness.Deploy(OneAction);
        _session = _harness.Join(_node);
    }

    // first and second, then third.
    private string Join(string events = "", AppId? third = null) => $$"""
        {"applications": [{"name": "first", "app_id": "{{_app}}"}, {"name": "second", "app_id": "{{_app}}"},
          {"name": "third", "app_id": "{{third ?? _app}}", "condition": ["first", "second"]}]{{events}}}
        """;

    private string BothEvents => $$""", "event_applications": {"success": {"app_id": "{{_app}}"}, "fail": {"app_id": "{{_app}}"} }""";

    private WorkState State(WorkId work) => _harness.Works[work].State;

    private WorkStepRecord Step(WorkId work, string name) => _harness.Steps[(work, name)];

    private string[] Names(WorkId work) => [.. _harness.StepsOf(work).Select(step => step.Name)];

    private TaskRecord Task(WorkId work, string name) => _harness.Tasks[Step(work, name).Task!.Value];

    private AttemptKey Running(WorkId work, string name)
    {
        var row = _harness.Actions.Values.Single(action => action.Task == Step(work, name).Task && action.Stage == RunStage.Running);
        return new AttemptKey(row.Task, row.Name, row.Attempt);
    }

    private void Succeed(WorkId work, string name, string data = "{}") => _harness.Finish(_session, Running(work, name), MachineHarness.Success(data));

    private void Fail(WorkId work, string name) => _harness.Finish(_session, Running(work, name), MachineHarness.Failure("no such file"));

    private void EndStopped(WorkId work, params string[] names)
    {
        foreach (var name in names) _harness.Finish(_session, Running(work, name), new ActionResult { ReturnCode = -9, Failure = new ActionFailure(ActionFailureKind.Stopped, "stopped") });
    }

    private ManagerReply Stop(WorkId work, StopSignal signal = StopSignal.Kill) => _harness.Decide(new ManagerInput.StopWork(work, signal));

    private void RestartManager()
    {
        _harness.RestartManager();
        _session = _harness.Join(_node, running: _harness.Actions.Values.Where(action => action.Stage == RunStage.Running).Select(action => new AttemptKey(action.Task, action.Name, action.Attempt)).ToArray());
    }

    [Fact]
    public void Applications_start_in_the_order_of_their_conditions_and_hand_on_their_output()
    {
        var work = _harness.SubmitWork(_harness.DeployWorkflow(Join()), """{"x": 1, "first": "mine"}""");
        Assert.Equal(["first", "second"], Names(work));
        Assert.Equal((RunStage.Running, _harness.Now), (State(work).Stage, State(work).StartedAt));
        Assert.Equal(("first", work, _app), (Task(work, "first").Name, Task(work, "first").Work, Task(work, "first").Application));
        Assert.Equal("""{"x": 1, "first": "mine"}""", Task(work, "first").Input.ToString());
        Succeed(work, "second");
        Assert.Equal(2, Names(work).Length);
        Succeed(work, "first", """{"n": [7, "ä"]}""");
        Assert.Equal("""{"x":1,"first":{"n": [7, "ä"]},"second":{}}""", Task(work, "third").Input.ToString());
        Succeed(work, "third", """{"sum": 8}""");
        Assert.Equal((RunStage.Finished, RunStatus.Success, null), (State(work).Stage, State(work).Status, State(work).Message));
        Assert.Equal("""{"sum": 8}""", Step(work, "third").Output.ToString());
        Assert.All(_harness.StepsOf(work), step => Assert.Equal((RunStage.Finished, RunStatus.Success), (step.Stage, step.Status)));
    }

    [Fact]
    public void A_works_tasks_have_ids_that_follow_from_the_work()
    {
        var work = _harness.SubmitWork(_harness.DeployWorkflow(Join()));
        Assert.Equal(DerivedId.Of("task", work.Value, 1, "second", 1), Step(work, "second").Task!.Value.Value);
    }

    [Fact]
    public void The_success_application_gets_all_results_and_its_end_changes_nothing()
    {
        var work = _harness.SubmitWork(_harness.DeployWorkflow(Join(BothEvents)), """{"x": 1}""");
        Succeed(work, "first", """{"n": 1}""");
        Succeed(work, "second");
        Succeed(work, "third", """{"n": 3}""");
        Assert.Equal(["first", "second", "third", "success"], Names(work));
        Assert.Equal(RunStage.Running, State(work).Stage);
        var input = Task(work, "success").Input.ToElement();
        Assert.Equal(1, input.GetProperty("x").GetInt32());
        Assert.Equal(
            $$$"""{"name":"third","app_id":"{{{_app}}}","task_id":"{{{Step(work, "third").Task}}}","stage":"finished","status":"success","result":{"n": 3}}""",
            input.GetProperty("third").GetRawText());
        Assert.Equal("{}", input.GetProperty("second").GetProperty("result").GetRawText());
        Fail(work, "success");
        Assert.Equal((RunStage.Finished, RunStatus.Success, null), (State(work).Stage, State(work).Status, State(work).Message));
        Assert.Equal(RunStatus.Fail, Step(work, "success").Status);
    }

    [Fact]
    public void The_first_failure_ends_what_still_runs_and_then_the_fail_application_runs()
    {
        var work = _harness.SubmitWork(_harness.DeployWorkflow(Join(BothEvents)));
        Fail(work, "first");
        Assert.Contains(new ManagerEffect.Send(_session, new ManagerMessage.StopAction(Running(work, "second"), StopSignal.Kill)), _harness.Effects);
        Assert.Equal(["first", "second"], Names(work));
        Assert.Equal(RunStage.Running, State(work).Stage);
        EndStopped(work, "second");
        Assert.Equal(["first", "second", "fail"], Names(work));
        var first = Task(work, "fail").Input.ToElement().GetProperty("first");
        Assert.Equal(("fail", "Action 'only' failed: no such file"), (first.GetProperty("status").GetString(), first.GetProperty("message").GetString()));
        Succeed(work, "fail");
        Assert.Equal((RunStatus.Fail, "Application 'first' failed: Action 'only' failed: no such file"), (State(work).Status, State(work).Message));
        Assert.Equal((RunStatus.Cancel, null), (Step(work, "second").Status, Step(work, "second").Message));
    }

    [Fact]
    public void What_succeeds_while_the_work_is_ending_keeps_its_output()
    {
        const string withEvent = """{"actions": [{"name": "only", "main": "x"}], "output_action": "only", "event_actions": {"success": {"main": "s"} }}""";
        var slow = _harness.Deploy(withEvent);
        var work = _harness.SubmitWork(_harness.DeployWorkflow($$"""{"applications": [{"name": "a", "app_id": "{{slow}}"}, {"name": "b", "app_id": "{{_app}}"}]}"""));
        Succeed(work, "a", """{"n": 1}""");
        Fail(work, "b");
        EndStopped(work, "a");
        Assert.Equal((RunStatus.Success, """{"n": 1}"""), (Step(work, "a").Status, Step(work, "a").Output.ToString()));
        Assert.Equal(RunStatus.Fail, State(work).Status);
    }

    [Theory]
    [InlineData(StopSignal.Kill)]
    [InlineData(StopSignal.Terminate)]
    public void A_stop_sends_the_signal_starts_no_more_and_runs_the_fail_application(StopSignal signal)
    {
        var work = _harness.SubmitWork(_harness.DeployWorkflow(Join(BothEvents)));
        Succeed(work, "first");
        Assert.Null(Stop(work, signal).Refusal);
        Assert.Equal((RunStage.Stopping, signal), (State(work).Stage, State(work).StopSignal));
        Assert.Contains(new ManagerEffect.Send(_session, new ManagerMessage.StopAction(Running(work, "second"), signal)), _harness.Effects);
        Assert.Contains(_harness.Effects, effect => effect is ManagerEffect.Publish { Event: PipelineEvent.WorkStopping });
        EndStopped(work, "second");
        Assert.Equal(["first", "second", "fail"], Names(work));
        Assert.Equal(RunStage.Running, State(work).Stage);
        Succeed(work, "fail");
        Assert.Equal((RunStatus.Kill, "It was stopped."), (State(work).Status, State(work).Message));
        Assert.Equal(RunStatus.Kill, Step(work, "second").Status);
        Assert.Equal(ErrorCode.WorkAlreadyFinished, Stop(work).Refusal!.Code);
    }

    [Fact]
    public void A_stop_of_a_work_whose_tasks_all_wait_finishes_it_at_once()
    {
        _harness.Decide(new ManagerInput.NodeDisconnected(_session));
        var work = _harness.SubmitWork(_harness.DeployWorkflow(Join()));
        Stop(work, StopSignal.Terminate);
        Assert.Equal((RunStage.Finished, RunStatus.Kill), (State(work).Stage, State(work).Status));
        Assert.DoesNotContain(_harness.Effects, effect => effect is ManagerEffect.Publish { Event: PipelineEvent.WorkStopping });
    }

    [Fact]
    public void A_kill_after_a_terminate_is_passed_on()
    {
        var work = _harness.SubmitWork(_harness.DeployWorkflow(Join()));
        Stop(work, StopSignal.Terminate);
        Stop(work, StopSignal.Kill);
        Assert.Equal(StopSignal.Kill, State(work).StopSignal);
        Assert.Contains(new ManagerEffect.Send(_session, new ManagerMessage.StopAction(Running(work, "second"), StopSignal.Kill)), _harness.Effects);
        _harness.Effects.Clear();
        Assert.Null(Stop(work, StopSignal.Terminate).Refusal);
        Assert.Empty(_harness.Effects);
    }

    [Fact]
    public void A_stop_while_the_event_application_runs_ends_it_and_the_outcome_stays()
    {
        var work = _harness.SubmitWork(_harness.DeployWorkflow(Join(BothEvents)));
        foreach (var name in new[] { "first", "second", "third" }) Succeed(work, name);
        Stop(work);
        Assert.Equal(RunStage.Stopping, State(work).Stage);
        RestartManager();
        EndStopped(work, "success");
        Assert.Equal((RunStage.Finished, RunStatus.Success), (State(work).Stage, State(work).Status));
        Assert.Equal(RunStatus.Kill, Step(work, "success").Status);
    }

    [Fact]
    public void An_application_that_was_removed_meanwhile_ends_the_work_with_an_error_that_names_it()
    {
        var removed = _harness.Deploy(OneAction);
        var work = _harness.SubmitWork(_harness.DeployWorkflow(Join(BothEvents, removed)));
        _harness.Decide(new ManagerInput.DeleteApplication(removed));
        Succeed(work, "first");
        Succeed(work, "second");
        var third = Step(work, "third");
        Assert.Equal((RunStage.Finished, RunStatus.Error, null), (third.Stage, third.Status, third.Task));
        Assert.Contains(removed.ToString(), third.Message);
        Assert.Equal("null", Task(work, "fail").Input.ToElement().GetProperty("third").GetProperty("task_id").GetRawText());
        Succeed(work, "fail");
        Assert.Equal(RunStatus.Error, State(work).Status);
        Assert.Contains($"'third' could not be run: There is no application {removed}", State(work).Message);
    }

    [Fact]
    public void An_event_application_that_was_removed_does_not_keep_the_work_from_ending()
    {
        var removed = _harness.Deploy(OneAction);
        var work = _harness.SubmitWork(_harness.DeployWorkflow(Join($$""", "event_applications": {"success": {"app_id": "{{removed}}"} }""")));
        _harness.Decide(new ManagerInput.DeleteApplication(removed));
        foreach (var name in new[] { "first", "second", "third" }) Succeed(work, name);
        Assert.Equal((RunStage.Finished, RunStatus.Success), (State(work).Stage, State(work).Status));
        Assert.Equal(RunStatus.Error, Step(work, "success").Status);
    }

    [Fact]
    public void Tasks_of_a_removed_application_that_had_not_begun_end_the_work_with_an_error()
    {
        var removed = _harness.Deploy(OneAction);
        _harness.Decide(new ManagerInput.NodeDisconnected(_session));
        var work = _harness.SubmitWork(_harness.DeployWorkflow($$"""{"applications": [{"name": "a", "app_id": "{{_app}}"}, {"name": "b", "app_id": "{{removed}}"}]}"""));
        _harness.Decide(new ManagerInput.DeleteApplication(removed));
        Assert.Equal((RunStage.Finished, RunStatus.Error), (State(work).Stage, State(work).Status));
        Assert.Equal((RunStatus.Cancel, RunStatus.Error), (Step(work, "a").Status, Step(work, "b").Status));
    }

    [Fact]
    public void A_task_that_a_restart_finds_without_its_application_ends_its_work()
    {
        var removed = _harness.Deploy(OneAction);
        var work = _harness.SubmitWork(_harness.DeployWorkflow($$"""{"applications": [{"name": "a", "app_id": "{{removed}}"}, {"name": "b", "app_id": "{{_app}}"}]}"""));
        _harness.Decide(new ManagerInput.DeleteApplication(removed));
        Assert.Equal(RunStage.Running, State(work).Stage);
        RestartManager();
        EndStopped(work, "b");
        Assert.Equal((RunStage.Finished, RunStatus.Error), (State(work).Stage, State(work).Status));
    }

    [Fact]
    public void A_work_goes_on_with_its_own_configuration_when_its_workflow_was_changed_or_removed()
    {
        var workflow = _harness.DeployWorkflow(Join());
        var (changed, removed) = (_harness.SubmitWork(workflow), _harness.SubmitWork(workflow));
        var configuration = JsonData.Parse($$"""{"applications": [{"name": "other", "app_id": "{{_app}}"}]}""");
        Assert.Null(_harness.Decide(new ManagerInput.UpdateWorkflow(workflow, null, null, configuration, Definitions.Reading.Workflow(configuration.ToString()), null)).Refusal);
        RestartManager();
        foreach (var name in new[] { "first", "second", "third" }) Succeed(changed, name);
        Assert.Null(_harness.Decide(new ManagerInput.DeleteWorkflow(workflow)).Refusal);
        RestartManager();
        foreach (var name in new[] { "first", "second", "third" }) Succeed(removed, name);
        Assert.Equal((RunStatus.Success, RunStatus.Success), (State(changed).Status, State(removed).Status));
    }

    [Fact]
    public void A_restart_at_any_moment_changes_nothing()
    {
        foreach (var failing in new[] { "", "first", "third" })
        {
            var work = _harness.SubmitWork(_harness.DeployWorkflow(Join(BothEvents)), """{"x": 1}""");
            foreach (var name in new[] { "first", "second", "third", "success", "fail" })
            {
                RestartManager();
                if (!_harness.Steps.TryGetValue((work, name), out var step) || step.Stage == RunStage.Finished) continue;
                if (name == failing) Fail(work, name);
                else if (_harness.StepsOf(work).Any(other => other.Status == RunStatus.Fail) && name != "fail") EndStopped(work, name);
                else Succeed(work, name, "{}");
            }

            Assert.Equal(RunStage.Finished, State(work).Stage);
            Assert.Equal(failing is "" ? RunStatus.Success : RunStatus.Fail, State(work).Status);
            Assert.Equal(failing is "" ? null : $"Application '{failing}' failed: Action 'only' failed: no such file", State(work).Message);
            Assert.All(_harness.Actions.Values, action => Assert.Equal(1, action.Attempt));
        }
    }

    [Fact]
    public void An_input_that_would_grow_too_large_is_an_error_that_says_how_large()
    {
        var harness = new MachineHarness(new ManagerSettings { MaxInputSize = 100 });
        var app = harness.Deploy(OneAction);
        var session = harness.Join(_node);
        var work = harness.SubmitWork(harness.DeployWorkflow($$"""{"applications": [{"name": "a", "app_id": "{{app}}"}, {"name": "b", "app_id": "{{app}}", "condition": ["a"]}]}"""));
        harness.Finish(session, new AttemptKey(harness.Steps[(work, "a")].Task!.Value, "only", 1), MachineHarness.Success($$"""{"text": "{{new string('x', 100)}}"}"""));
        Assert.Equal(RunStatus.Error, harness.Works[work].State.Status);
        Assert.Contains("Its input would have 118 bytes; 100 are allowed.", harness.Works[work].State.Message);
    }

    [Fact]
    public void A_stop_of_a_works_task_ends_the_work_with_kill()
    {
        var work = _harness.SubmitWork(_harness.DeployWorkflow(Join()));
        _harness.Decide(new ManagerInput.StopTask(Step(work, "first").Task!.Value, StopSignal.Kill));
        EndStopped(work, "first");
        RestartManager();
        EndStopped(work, "second");
        Assert.Equal((RunStatus.Kill, "Application 'first' was stopped."), (State(work).Status, State(work).Message));
        Assert.Equal((RunStatus.Kill, RunStatus.Cancel), (Step(work, "first").Status, Step(work, "second").Status));
    }

    [Fact]
    public void Works_of_ten_thousand_applications_run()
    {
        var harness = new MachineHarness();
        var app = harness.Deploy(OneAction);
        var session = harness.Join(_node);
        var fan = Enumerable.Range(0, 10_000).Select(i => new { name = $"a{i}", app_id = app, condition = Array.Empty<string>() }).ToArray();
        var applications = fan.Append(new { name = "last", app_id = app, condition = fan.Select(one => one.name).ToArray() });
        var work = harness.SubmitWork(harness.DeployWorkflow(JsonSerializer.Serialize(new { applications })));
        foreach (var one in fan) harness.Finish(session, new AttemptKey(harness.Steps[(work, one.name)].Task!.Value, "only", 1));
        harness.Finish(session, new AttemptKey(harness.Steps[(work, "last")].Task!.Value, "only", 1));
        Assert.Equal(RunStatus.Success, harness.Works[work].State.Status);
    }

    [Fact]
    public void Events_tell_a_works_life_in_order()
    {
        var work = _harness.SubmitWork(_harness.DeployWorkflow(Join(BothEvents)));
        Fail(work, "first");
        EndStopped(work, "second");
        Succeed(work, "fail");
        _harness.RerunWork(work);
        Stop(work);
        EndStopped(work, "first", "second");
        Succeed(work, "fail");
        _harness.Decide(new ManagerInput.DeleteWork(work));
        var life = _harness.Effects.OfType<ManagerEffect.Publish>().Select(publish => publish.Event.GetType().Name).Where(name => name.StartsWith("Work", StringComparison.Ordinal));
        Assert.Equal(
            ["WorkflowCreated", "WorkAccepted", "WorkStarted", "WorkFinished", "WorkRestarted", "WorkStarted", "WorkStopping", "WorkFinished", "WorkDeleted"],
            life);
    }

    [Fact]
    public void Refusals_change_nothing()
    {
        var workflow = _harness.DeployWorkflow(Join(), enabled: false);
        var empty = _harness.DeployWorkflow("{}");
        var removed = _harness.Deploy(OneAction);
        var hollow = _harness.DeployWorkflow(Join(third: removed));
        _harness.Decide(new ManagerInput.DeleteApplication(removed));
        Refused(ErrorCode.WorkflowDisabled, "workflow_id", Create(workflow));
        Refused(ErrorCode.InvalidParameters, "workflow_id", Create(empty));
        Refused(ErrorCode.WorkflowNotExists, "workflow_id", Create(new WorkflowId(Guid.NewGuid())));
        Refused(ErrorCode.AppNotExists, "$.applications[2].app_id", Create(hollow));
        _harness.Decide(new ManagerInput.UpdateWorkflow(workflow, null, null, default, null, true));
        Refused(ErrorCode.InvalidParameters, "input_data.target_env", Create(workflow, """{"target_env": 5}"""));
        Refused(ErrorCode.WorkAlreadyFinished, "work_id", Stop(new WorkId(Guid.NewGuid())));
        Assert.Empty(_harness.Works);
        Assert.Empty(_harness.Tasks);

        var work = _harness.SubmitWork(workflow);
        Refused(ErrorCode.WorkStillRunning, "work_id", _harness.RerunWork(work));
        Refused(ErrorCode.WorkStillRunning, "work_id", _harness.RecoverWork(work));
        Refused(ErrorCode.WorkStillRunning, "work_id", _harness.Decide(new ManagerInput.DeleteWork(work)));

        ManagerReply Create(WorkflowId of, string input = "{}") => _harness.Decide(new ManagerInput.CreateWork(new WorkId(Guid.NewGuid()), "w", of, JsonData.Parse(input)));
    }

    private static void Refused(ErrorCode code, string field, ManagerReply reply) => Assert.Equal((code, field), (reply.Refusal?.Code, reply.Refusal?.Field));
}
