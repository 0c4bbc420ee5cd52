using LitePipeline.Core.Actions;
using LitePipeline.Core.Applications;
using LitePipeline.Core.Definitions;
using LitePipeline.Core.Manager;
using LitePipeline.Core.Nodes;
using LitePipeline.Core.Packages;
using LitePipeline.Core.Tasks;
using LitePipeline.Core.Tests.Manager;

namespace LitePipeline.Core.Tests.Tasks;

public class RunningLimitTests
{
    private const string Limited = """{"actions": [{"name": "a", "main": "a"}], "output_action": "a", "max_running_tasks": 2}""";
    private const string Free = """{"actions": [{"name": "f", "main": "f"}], "output_action": "f"}""";

    private readonly MachineHarness _harness = new();
    private readonly NodeId _node = new(Guid.NewGuid());

    private static AttemptKey Key(TaskId task, int attempt = 1, string action = "a") => new(task, action, attempt);

    private TaskId[] Submit(AppId app, params int[] priorities) => [.. priorities.Select(priority => _harness.Submit(app, priority: priority))];

    private int[] Started(TaskId[] tasks) => [.. _harness.Assigned.Select(assignment => Array.IndexOf(tasks, assignment.Attempt.Task))];

    private long Held => ((ClusterView)_harness.Decide(new ManagerInput.DescribeCluster()).Value!).HeldTasks;

    [Fact]
    public void No_more_tasks_run_at_once_than_the_application_allows()
    {
        var session = _harness.Join(MachineHarness.Describe(_node, slots: 10));
        var app = _harness.Deploy(Limited);
        var tasks = Submit(app, 0, 0, 0, 7);
        Assert.Equal([0, 1], Started(tasks));
        Assert.Equal(RunStage.Pending, _harness.Tasks[tasks[2]].State.Stage);
        Assert.Equal(new RunningLimitView(2, 2), _harness.Describe(tasks[2])!.HeldBy);
        Assert.Null(_harness.Describe(tasks[0])!.HeldBy);
        Assert.Equal(2, Held);
        // Others are not held up.
        var free = _harness.Submit(_harness.Deploy(Free));
        Assert.Equal(RunStage.Running, _harness.Tasks[free].State.Stage);
        _harness.Finish(session, Key(tasks[1]));
        Assert.Equal(3, Started(tasks)[^1]);
        _harness.Finish(session, Key(tasks[0]), MachineHarness.Failure());
        Assert.Equal(2, Started(tasks)[^1]);
        Assert.Equal(0, Held);
    }

    [Fact]
    public void A_higher_priority_takes_the_place_of_one_that_has_not_begun()
    {
        var app = _harness.Deploy(Limited);
        var tasks = Submit(app, 0, -1, 3, 3, 9);
        Assert.Equal(3, Held);
        _harness.Join(MachineHarness.Describe(_node, slots: 10));
        Assert.Equal([4, 2], Started(tasks));
    }

    [Fact]
    public void A_stopped_task_makes_room_wherever_it_stands()
    {
        var app = _harness.Deploy(Limited);
        var tasks = Submit(app, 0, 0, 0, 0, 0);
        _harness.Decide(new ManagerInput.StopTask(tasks[3], StopSignal.Kill));
        _harness.Decide(new ManagerInput.StopTask(tasks[0], StopSignal.Kill));
        Assert.Equal(1, Held);
        var session = _harness.Join(MachineHarness.Describe(_node, slots: 10));
        Assert.Equal([1, 2], Started(tasks));
        _harness.Decide(new ManagerInput.StopTask(tasks[1], StopSignal.Kill));
        Assert.Equal([1, 2], Started(tasks));
        _harness.Finish(session, Key(tasks[1]), MachineHarness.Failure());
        Assert.Equal([1, 2, 4], Started(tasks));
    }

    [Fact]
    public void A_restart_counts_first_what_runs()
    {
        var session = _harness.Join(MachineHarness.Describe(_node, slots: 10));
        var app = _harness.Deploy(Limited);
        var tasks = Submit(app, 0, 0, 0, 0);
        _harness.Finish(session, Key(tasks[0]));
        Assert.Equal([0, 1, 2], Started(tasks));
        // The one that waits is older than one that runs, and of a higher priority: it runs next all the same, not at once.
        var urgent = _harness.Submit(app, priority: 5);
        _harness.RestartManager();
        session = _harness.Join(MachineHarness.Describe(_node, slots: 10), running: [Key(tasks[1]), Key(tasks[2])]);
        Assert.Equal(3, _harness.Assigned.Count());
        Assert.Equal(2, Held);
        _harness.Finish(session, Key(tasks[2]));
        Assert.Equal(urgent, _harness.Assigned.Last().Attempt.Task);
    }

    [Fact]
    public void Removing_the_application_ends_those_that_wait()
    {
        _harness.Join(MachineHarness.Describe(_node, slots: 10));
        var app = _harness.Deploy(Limited);
        var tasks = Submit(app, 0, 0, 0, 0);
        _harness.Decide(new ManagerInput.DeleteApplication(app));
        Assert.All(tasks[2..], task => Assert.Equal(RunStatus.Error, _harness.Tasks[task].State.Status));
        Assert.All(tasks[..2], task => Assert.Equal(RunStage.Running, _harness.Tasks[task].State.Stage));
        Assert.Equal(0, Held);
    }

    [Fact]
    public void The_current_version_says_how_many_for_tasks_of_earlier_versions_too()
    {
        var session = _harness.Join(MachineHarness.Describe(_node, slots: 10));
        var app = _harness.Deploy(Limited);
        var tasks = Submit(app, 0, 0, 0, 0, 0, 0);
        Update(app, Limited.Replace("\"max_running_tasks\": 2", "\"max_running_tasks\": 3"));
        Assert.Equal([0, 1, 2], Started(tasks));
        Update(app, Limited.Replace("\"max_running_tasks\": 2", "\"max_running_tasks\": 1"));
        _harness.Finish(session, Key(tasks[0]));
        _harness.Finish(session, Key(tasks[1]));
        Assert.Equal([0, 1, 2], Started(tasks));
        _harness.Finish(session, Key(tasks[2]));
        Assert.Equal([0, 1, 2, 3], Started(tasks));
        Update(app, Limited.Replace(", \"max_running_tasks\": 2", ""));
        Assert.Equal([0, 1, 2, 3, 4, 5], Started(tasks));
        // A limit where none was counts what runs already.
        Update(app, Limited);
        var late = Submit(app, 0);
        Assert.Equal(new RunningLimitView(2, 3), _harness.Describe(late[0])!.HeldBy);
        _harness.Finish(session, Key(tasks[3]));
        _harness.Finish(session, Key(tasks[4]));
        Assert.Equal(RunStage.Running, _harness.Tasks[late[0]].State.Stage);
    }

    private void Update(AppId app, string configuration)
    {
        var json = System.Text.Encoding.UTF8.GetBytes(configuration);
        var package = new PackageReference($"sha1-{_harness.NewId()}", $"sha256-{_harness.NewId()}", PackageFormat.TarGz, 1);
        Assert.Null(_harness.Decide(new ManagerInput.UpdateApplication(app, null, null, new UploadedApplication(package, JsonData.Parse(json), DefinitionReader.ReadApplication(json)))).Refusal);
    }

    [Fact]
    public void A_recovered_task_waits_for_its_turn_as_well()
    {
        var session = _harness.Join(MachineHarness.Describe(_node, slots: 10));
        var app = _harness.Deploy(Limited);
        var failed = _harness.Submit(app);
        _harness.Finish(session, Key(failed), MachineHarness.Failure());
        var tasks = Submit(app, 0, 0, 0);
        Assert.Null(_harness.Recover(failed));
        Assert.Equal(RunStage.Recovering, _harness.Tasks[failed].State.Stage);
        Assert.NotNull(_harness.Describe(failed)!.HeldBy);
        _harness.RestartManager();
        session = _harness.Join(MachineHarness.Describe(_node, slots: 10), running: [Key(tasks[0]), Key(tasks[1])]);
        _harness.Finish(session, Key(tasks[0]));
        Assert.Equal(Key(failed, 2), _harness.Assigned.Last().Attempt);
        Assert.Equal(RunStage.Running, _harness.Tasks[failed].State.Stage);
        _harness.Finish(session, Key(failed, 2));
        Assert.Equal(tasks[2], _harness.Assigned.Last().Attempt.Task);
    }
}
