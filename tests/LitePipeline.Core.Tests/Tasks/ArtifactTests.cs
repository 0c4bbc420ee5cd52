using LitePipeline.Core.Actions;
using LitePipeline.Core.Artifacts;
using LitePipeline.Core.Definitions;
using LitePipeline.Core.Manager;
using LitePipeline.Core.Messages;
using LitePipeline.Core.Nodes;
using LitePipeline.Core.Tasks;
using LitePipeline.Core.Tests.Manager;

namespace LitePipeline.Core.Tests.Tasks;

public class ArtifactTests
{
    private const string Chain = """
        {"actions": [{"name": "make", "main": "m", "artifacts": ["*"]}, {"name": "use", "main": "u", "condition": ["make"]}], "output_action": "use",
         "event_actions": {"fail": {"main": "f", "artifacts": ["why"]}}}
        """;

    private static readonly Artifact Report = new("report.csv", "content-1", 5);
    private static readonly Artifact Copy = new("copy.csv", "content-1", 5);
    private static readonly Artifact Plot = new("plots/1.png", "content-2", 7);

    private readonly MachineHarness _harness = new();
    private readonly NodeId _node = new(Guid.NewGuid());
    private SessionId _session;

    private static AttemptKey Key(TaskId task, string action, int attempt = 1) => new(task, action, attempt);

    private static ActionResult Left(params Artifact[] artifacts) => MachineHarness.Success() with { Artifacts = [.. artifacts] };

    private ActionAssignment Last => _harness.Assigned.Last();

    private string[] Removed => [.. _harness.Effects.OfType<ManagerEffect.RemovePackage>().Select(effect => effect.Sha256)];

    private TaskId Start(string configuration = Chain)
    {
        _session = _harness.Join(MachineHarness.Describe(_node, slots: 8));
        return _harness.Submit(_harness.Deploy(configuration));
    }

    private TaskId FailedAtUse()
    {
        var task = Start();
        _harness.Finish(_session, Key(task, "make"), Left(Report, Copy, Plot));
        _harness.Finish(_session, Key(task, "use"), MachineHarness.Failure());
        _harness.Finish(_session, Key(task, "fail"), Left(new Artifact("why", "content-3", 1)));
        Assert.Equal(RunStatus.Fail, _harness.Tasks[task].State.Status);
        return task;
    }

    [Fact]
    public void What_an_action_left_is_in_its_row_and_in_the_assignment_of_those_that_wait_for_it()
    {
        var task = Start();
        _harness.Finish(_session, Key(task, "make"), Left(Report, Plot));
        Assert.Equal([Report, Plot], [.. _harness.Actions[(task, "make")].Artifacts]);
        Assert.Equal((Key(task, "use"), "make"), (Last.Attempt, Last.Conditions.Single().Action));
        Assert.Equal([Report, Plot], [.. Last.Conditions.Single().Artifacts]);
    }

    [Fact]
    public void A_restarted_manager_still_knows_it()
    {
        var task = Start();
        _harness.Decide(new ManagerInput.NodeSaid(_session, new NodeMessage.Draining()));
        _harness.Finish(_session, Key(task, "make"), Left(Report));
        _harness.RestartManager();
        _harness.Join(MachineHarness.Describe(new NodeId(Guid.NewGuid()), slots: 8));
        Assert.Equal(Key(task, "use"), Last.Attempt);
        Assert.Equal([Report], [.. Last.Conditions.Single().Artifacts]);
    }

    [Fact]
    public void What_a_failed_attempt_left_is_not_recorded()
    {
        var task = Start();
        _harness.Finish(_session, Key(task, "make"), MachineHarness.Failure() with { Artifacts = [Report] });
        Assert.Empty(_harness.Actions[(task, "make")].Artifacts);
    }

    [Fact]
    public void A_deleted_task_gives_each_of_its_contents_up_once()
    {
        var task = FailedAtUse();
        _harness.Decide(new ManagerInput.DeleteTask(task) { Artifacts = [.. _harness.RowsOf(task).SelectMany(row => row.Artifacts)] });
        Assert.Equal(["content-1", "content-2", "content-3"], Removed.Order());
    }

    [Fact]
    public void What_an_application_needs_is_not_given_up_with_a_task_that_names_the_same_content()
    {
        var task = Start();
        var package = _harness.Versions.Single().Package.Sha256;
        _harness.Finish(_session, Key(task, "make"), Left(new Artifact("copy", package, 1)));
        _harness.Finish(_session, Key(task, "use"));
        _harness.Decide(new ManagerInput.DeleteTask(task) { Artifacts = [new Artifact("copy", package, 1)] });
        Assert.Empty(Removed);
    }

    [Fact]
    public void A_rerun_gives_up_what_the_run_before_left()
    {
        var task = FailedAtUse();
        _harness.Decide(new ManagerInput.RerunTask(_harness.Tasks[task], 1) { Artifacts = [.. _harness.RowsOf(task).SelectMany(row => row.Artifacts)] });
        Assert.Equal(["content-1", "content-2", "content-3"], Removed.Order());
    }

    [Fact]
    public void A_recover_keeps_what_its_successful_actions_left_and_gives_up_what_its_event_action_did()
    {
        var task = FailedAtUse();
        Assert.Null(_harness.Recover(task));
        Assert.Equal(["content-3"], Removed);
        Assert.Equal(Key(task, "use", 2), Last.Attempt);
        Assert.Equal([Report, Copy, Plot], [.. Last.Conditions.Single().Artifacts]);
    }

    [Fact]
    public void Only_the_current_attempt_on_its_nodes_session_is_asked_for_its_artifacts()
    {
        var task = Start();
        TaskFolder? Describe(SessionId session, int attempt) => (TaskFolder?)_harness.Decide(new ManagerInput.DescribeAttempt(session, Key(task, "make", attempt))).Value;
        Assert.Equal(new TaskFolder(task, _harness.Tasks[task].CreatedAt), Describe(_session, 1));
        Assert.Null(Describe(_session, 2));
        Assert.Null(Describe(new SessionId(99), 1));
        var other = _harness.Join(MachineHarness.Describe(new NodeId(Guid.NewGuid())));
        Assert.Null(Describe(other, 1));
        _harness.Finish(_session, Key(task, "make"));
        Assert.Null(Describe(_session, 1));
    }

    [Fact]
    public void Generated_actions_that_declare_what_cannot_be_fail_the_action_that_generated_them()
    {
        var task = Start();
        _harness.Finish(_session, Key(task, "make"), MachineHarness.Success("{}", new ActionDefinition { Name = "g", Main = "x", Artifacts = ["../x"] }));
        Assert.Contains("has the artifact '../x', which leaves the action's workspace", _harness.Actions[(task, "make")].Failure!.Message, StringComparison.Ordinal);
    }
}
