using LitePipeline.Core.Actions;
using LitePipeline.Core.Applications;
using LitePipeline.Core.Manager;
using LitePipeline.Core.Nodes;
using LitePipeline.Core.Tasks;
using LitePipeline.Core.Workflows;
using LitePipeline.Core.Works;

namespace LitePipeline.Core.Tests.Manager;

/// <summary>Finished works that are taken up again. The manager's door refuses to run a work's task again on its own; a work would not be misled by one.</summary>
public class WorkRestartTests
{
    private const string TwoActions = """
        {"actions": [{"name": "begin", "main": "x"}, {"name": "end", "main": "y", "condition": ["begin"]}], "output_action": "end"}
        """;

    private readonly MachineHarness _harness = new();
    private readonly AppId _app;
    private readonly SessionId _session;
    private readonly WorkflowId _workflow;

    public WorkRestartTests()
    {
        _app = _harness.Deploy(TwoActions);
        _session = _harness.Join(MachineHarness.Describe(new NodeId(Guid.NewGuid()), slots: 100));
        _workflow = _harness.DeployWorkflow($$"""
            {"applications": [{"name": "first", "app_id": "{{_app}}"}, {"name": "second", "app_id": "{{_app}}", "condition": ["first"]}, {"name": "third", "app_id": "{{_app}}", "condition": ["second"]}],
             "event_applications": {"fail": {"app_id": "{{_app}}"} } }
            """);
    }

    private WorkState State(WorkId work) => _harness.Works[work].State;

    private WorkStepRecord Step(WorkId work, string name) => _harness.Steps[(work, name)];

    private TaskId Task(WorkId work, string name) => Step(work, name).Task!.Value;

    private string[] Names(WorkId work) => [.. _harness.StepsOf(work).Select(step => step.Name)];

    private void Finish(TaskId task, string action, ActionResult result) =>
        _harness.Finish(_session, new AttemptKey(task, action, _harness.Actions[(task, action)].Attempt), result);

    private void Succeed(TaskId task, string data = "{}")
    {
        Finish(task, "begin", MachineHarness.Success());
        Finish(task, "end", MachineHarness.Success(data));
    }

    private void FailAtEnd(TaskId task)
    {
        Finish(task, "begin", MachineHarness.Success());
        Finish(task, "end", MachineHarness.Failure());
    }

    /// <summary>First has succeeded, second has failed at its second action, third was not started.</summary>
    private WorkId Failed()
    {
        var work = _harness.SubmitWork(_workflow, """{"x": 1}""");
        Succeed(Task(work, "first"), """{"n": 1}""");
        FailAtEnd(Task(work, "second"));
        Succeed(Task(work, "fail"));
        Assert.Equal((RunStage.Finished, RunStatus.Fail), (State(work).Stage, State(work).Status));
        return work;
    }

    [Fact]
    public void A_rerun_runs_all_of_it_with_new_tasks()
    {
        var work = Failed();
        var before = (First: Task(work, "first"), Second: Task(work, "second"));
        Assert.Null(_harness.RerunWork(work).Refusal);
        Assert.Equal((RunStage.Running, null, null, 2), (State(work).Stage, State(work).Status, State(work).Message, State(work).Run));
        Assert.Equal(["first"], Names(work));
        Assert.Equal(DerivedId.Of("task", work.Value, 1, "first", 2), Task(work, "first").Value);
        Succeed(Task(work, "first"));
        Succeed(Task(work, "second"));
        Succeed(Task(work, "third"));
        Assert.Equal((RunStatus.Success, null), (State(work).Status, State(work).Message));
        Assert.Equal(RunStatus.Fail, _harness.Tasks[before.Second].State.Status);
        Assert.Equal(6, _harness.Tasks.Values.Count(task => task.Work == work));
    }

    [Fact]
    public void A_rerun_goes_by_the_workflow_as_it_is_now()
    {
        var work = Failed();
        var configuration = JsonData.Parse($$"""{"applications": [{"name": "only", "app_id": "{{_app}}"}]}""");
        _harness.Decide(new ManagerInput.UpdateWorkflow(_workflow, null, null, configuration, Definitions.Reading.Workflow(configuration.ToString()), null));
        _harness.RerunWork(work);
        Assert.Equal(["only"], Names(work));
        Assert.Equal(configuration, _harness.Works[work].Configuration);
        _harness.Decide(new ManagerInput.StopWork(work, StopSignal.Kill));
        Finish(Task(work, "only"), "begin", MachineHarness.Failure());
        Assert.Equal(RunStage.Finished, State(work).Stage);

        _harness.Decide(new ManagerInput.UpdateWorkflow(_workflow, null, null, default, null, false));
        Assert.Equal(ErrorCode.WorkflowDisabled, _harness.RerunWork(work).Refusal!.Code);
        _harness.Decide(new ManagerInput.DeleteWorkflow(_workflow));
        Assert.Equal(ErrorCode.WorkflowNotExists, _harness.RerunWork(work).Refusal!.Code);
        Assert.Equal((RunStage.Finished, 2), (State(work).Stage, State(work).Run));
    }

    [Fact]
    public void A_recover_keeps_what_had_succeeded_and_takes_up_the_failed_task_under_its_id()
    {
        var work = Failed();
        var (first, second, fail) = (Step(work, "first"), Task(work, "second"), Task(work, "fail"));
        _harness.Effects.Clear();
        Assert.Null(_harness.RecoverWork(work).Refusal);
        Assert.Equal((RunStage.Running, null, null, 2), (State(work).Stage, State(work).Status, State(work).Message, State(work).Run));
        Assert.Equal(["first", "second"], Names(work));
        Assert.Equal(first, Step(work, "first"));
        Assert.Equal((second, RunStage.Recovering, null), (Task(work, "second"), Step(work, "second").Stage, Step(work, "second").Message));
        Assert.Equal(["end"], _harness.Assigned.Select(assignment => assignment.Action.Name));
        _harness.RestartManager();
        var session = _harness.Join(MachineHarness.Describe(_harness.Actions[(second, "end")].Node!.Value, slots: 100), running: [new AttemptKey(second, "end", 2)]);
        _harness.Finish(session, new AttemptKey(second, "end", 2), MachineHarness.Success("""{"n": 2}"""));
        Assert.Equal("""{"x":1,"second":{"n": 2}}""", _harness.Tasks[Task(work, "third")].Input.ToString());
        Assert.Equal(DerivedId.Of("task", work.Value, 1, "third", 2), Task(work, "third").Value);
        _harness.Finish(session, new AttemptKey(Task(work, "third"), "begin", 1), MachineHarness.Failure());
        Assert.NotEqual(fail, Task(work, "fail"));
        var third = _harness.Tasks[Task(work, "fail")].Input.ToElement().GetProperty("third");
        Assert.Equal("Action 'begin' failed: it broke", third.GetProperty("message").GetString());
    }

    [Fact]
    public void A_recover_gives_a_new_task_to_an_application_whose_task_is_gone()
    {
        var work = Failed();
        var second = Task(work, "second");
        Assert.Null(_harness.Decide(new ManagerInput.DeleteTask(second)).Refusal);
        Assert.Null(_harness.RecoverWork(work).Refusal);
        Assert.Equal(DerivedId.Of("task", work.Value, 1, "second", 2), Task(work, "second").Value);
        Assert.Equal("""{"x":1,"first":{"n": 1}}""", _harness.Tasks[Task(work, "second")].Input.ToString());
        Succeed(Task(work, "second"));
        Succeed(Task(work, "third"));
        Assert.Equal(RunStatus.Success, State(work).Status);
    }

    [Fact]
    public void A_recover_does_not_need_the_workflow()
    {
        var work = Failed();
        _harness.Decide(new ManagerInput.DeleteWorkflow(_workflow));
        Assert.Null(_harness.RecoverWork(work).Refusal);
        Finish(Task(work, "second"), "end", MachineHarness.Success());
        Succeed(Task(work, "third"));
        Assert.Equal(RunStatus.Success, State(work).Status);
        Assert.Equal(ErrorCode.WorkAlreadySuccess, _harness.RecoverWork(work).Refusal!.Code);
    }

    [Fact]
    public void A_stopped_work_is_recovered_where_it_was()
    {
        var work = _harness.SubmitWork(_workflow);
        Finish(Task(work, "first"), "begin", MachineHarness.Success());
        _harness.Decide(new ManagerInput.StopWork(work, StopSignal.Terminate));
        Finish(Task(work, "first"), "end", MachineHarness.Failure());
        Succeed(Task(work, "fail"));
        Assert.Equal(RunStatus.Kill, State(work).Status);
        Assert.Null(_harness.RecoverWork(work).Refusal);
        Assert.Null(State(work).StopSignal);
        Finish(Task(work, "first"), "end", MachineHarness.Success());
        Succeed(Task(work, "second"));
        Succeed(Task(work, "third"));
        Assert.Equal(RunStatus.Success, State(work).Status);
    }

    [Fact]
    public void A_task_that_is_run_again_on_its_own_leaves_a_finished_work_as_it_is()
    {
        var work = Failed();
        var (state, steps) = (State(work), _harness.StepsOf(work).ToArray());
        Assert.Null(_harness.Decide(new ManagerInput.RecoverTask(_harness.Finished(Task(work, "second")))).Refusal);
        Finish(Task(work, "second"), "end", MachineHarness.Success("""{"n": 2}"""));
        Assert.Equal(state, State(work));
        Assert.Equal(steps, _harness.StepsOf(work));
    }

    [Fact]
    public void A_task_that_is_run_again_while_its_work_goes_on_changes_nothing_for_the_work()
    {
        var work = _harness.SubmitWork(_workflow, """{"x": 1}""");
        var first = Task(work, "first");
        Succeed(first, """{"n": 1}""");
        Assert.Null(_harness.Decide(new ManagerInput.RerunTask(_harness.Tasks[first], 1)).Refusal);
        Finish(first, "begin", MachineHarness.Failure());
        Assert.Equal(RunStatus.Fail, _harness.Tasks[first].State.Status);
        Assert.Equal((RunStage.Running, RunStatus.Success), (State(work).Stage, Step(work, "first").Status));
        Succeed(Task(work, "second"));
        Succeed(Task(work, "third"));
        Assert.Equal(RunStatus.Success, State(work).Status);
    }

    [Fact]
    public void The_end_of_an_earlier_runs_task_is_none_of_the_works_business()
    {
        var work = Failed();
        var old = Task(work, "second");
        _harness.Decide(new ManagerInput.RecoverTask(_harness.Finished(old)));
        Assert.Null(_harness.RerunWork(work).Refusal);
        Succeed(Task(work, "first"));
        Finish(old, "end", MachineHarness.Failure());
        Assert.Equal((RunStage.Running, RunStage.Pending), (State(work).Stage, Step(work, "second").Stage));
        Succeed(Task(work, "second"));
        Succeed(Task(work, "third"));
        Assert.Equal(RunStatus.Success, State(work).Status);
    }

    // Found by the simulation, seed 1897, with a service: what derives from an id must not meet what an earlier owner of the id left.
    [Fact]
    public void A_work_that_is_made_again_under_its_id_has_tasks_of_its_own()
    {
        var work = _harness.SubmitWork(_workflow);
        var first = Task(work, "first");
        _harness.Decide(new ManagerInput.StopWork(work, StopSignal.Kill));
        _harness.Finish(_session, new AttemptKey(first, "begin", 1), MachineHarness.Failure());
        _harness.Finish(_session, new AttemptKey(Task(work, "fail"), "begin", 1), MachineHarness.Failure());
        Assert.Null(_harness.Decide(new ManagerInput.DeleteWork(work)).Refusal);

        Assert.Null(_harness.Decide(new ManagerInput.CreateWork(work, "work", _workflow, JsonData.EmptyObject)).Refusal);
        Assert.NotEqual(first, Task(work, "first"));
        Assert.Equal(RunStage.Finished, _harness.Tasks[first].State.Stage);
    }

    [Fact]
    public void A_recover_of_a_work_whose_application_is_gone_ends_with_the_same_error()
    {
        var removed = _harness.Deploy(TwoActions);
        var workflow = _harness.DeployWorkflow($$"""{"applications": [{"name": "a", "app_id": "{{_app}}"}, {"name": "b", "app_id": "{{removed}}", "condition": ["a"]}]}""");
        var work = _harness.SubmitWork(workflow);
        _harness.Decide(new ManagerInput.DeleteApplication(removed));
        Succeed(Task(work, "a"));
        Assert.Equal(RunStatus.Error, State(work).Status);
        Assert.Null(_harness.RecoverWork(work).Refusal);
        Assert.Equal((RunStage.Finished, RunStatus.Error, 2), (State(work).Stage, State(work).Status, State(work).Run));
        Assert.Equal(["a", "b"], Names(work));
        Assert.Contains($"'b' could not be run: There is no application {removed}", State(work).Message);
    }
}
