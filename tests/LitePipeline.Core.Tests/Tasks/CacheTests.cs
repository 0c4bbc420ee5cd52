using LitePipeline.Core.Actions;
using LitePipeline.Core.Applications;
using LitePipeline.Core.Artifacts;
using LitePipeline.Core.Caching;
using LitePipeline.Core.Definitions;
using LitePipeline.Core.Events;
using LitePipeline.Core.Manager;
using LitePipeline.Core.Nodes;
using LitePipeline.Core.Packages;
using LitePipeline.Core.Tasks;
using LitePipeline.Core.Tests.Manager;

namespace LitePipeline.Core.Tests.Tasks;

public class CacheTests
{
    private const string Single = """{"actions": [{"name": "a", "main": "a", "cache": true}], "output_action": "a"}""";

    private const string Chain = """
        {"actions": [{"name": "a", "main": "a", "cache": true, "artifacts": ["x"]}, {"name": "b", "main": "b", "condition": ["a"], "cache": true}, {"name": "c", "main": "c", "condition": ["b"]}], "output_action": "c"}
        """;

    private static readonly Artifact Left = new("x", "content-1", 5);

    private MachineHarness _harness = new();
    private readonly NodeId _node = new(Guid.NewGuid());
    private SessionId _session;

    private string[] Started => [.. _harness.Assigned.Select(assignment => assignment.Attempt.Action)];

    private static AttemptKey Key(TaskId task, string action, int attempt = 1) => new(task, action, attempt);

    private void Join() => _session = _harness.Join(MachineHarness.Describe(_node, slots: 8));

    private ActionRecord Row(TaskId task, string action = "a") => _harness.Actions[(task, action)];

    private void Finish(TaskId task, string action = "a", ActionResult? result = null, int attempt = 1) => _harness.Finish(_session, Key(task, action, attempt), result);

    private TaskId RunFirst(AppId app, string data = """{"n": 1}""", string input = "{}")
    {
        var task = _harness.Submit(app, input);
        Finish(task, result: MachineHarness.Success(data));
        Assert.Equal(RunStatus.Success, _harness.Tasks[task].State.Status);
        return task;
    }

    private bool Hits(AppId app, string input = "{}")
    {
        var before = Started.Length;
        var task = _harness.Submit(app, input);
        if (_harness.Tasks[task].State.Stage != RunStage.Finished) return false;
        Assert.Equal(before, Started.Length);
        return true;
    }

    [Fact]
    public void The_same_input_is_answered_by_the_result_that_is_there_and_recorded_as_such()
    {
        Join();
        var app = _harness.Deploy(Single);
        var first = RunFirst(app);
        Assert.Null(Row(first).Cached);
        _harness.Now += TimeSpan.FromHours(1);
        var second = _harness.Submit(app);
        var row = Row(second);
        Assert.Equal((RunStatus.Success, 1, null, 0), (row.Status, row.Attempt, row.Node, row.ReturnCode));
        Assert.Equal(Row(first).Result, row.Result);
        Assert.Equal(new CacheSource(first, "a", _harness.Now - TimeSpan.FromHours(1)), row.Cached);
        Assert.Equal((_harness.Now, _harness.Now), (row.StartedAt, row.EndedAt));
        Assert.Equal(RunStatus.Success, _harness.Tasks[second].State.Status);
        Assert.Equal(["a"], Started);
        var ended = _harness.Effects.OfType<ManagerEffect.Publish>().Select(effect => effect.Event).OfType<PipelineEvent.ActionFinished>().ToArray();
        Assert.Equal([false, true], ended.Select(one => one.Cached));
        Assert.Single(_harness.CacheEntries);
    }

    [Fact]
    public void A_hit_needs_no_node_at_all()
    {
        Join();
        var app = _harness.Deploy(Single);
        RunFirst(app);
        _harness.Decide(new ManagerInput.NodeDisconnected(_session));
        Assert.True(Hits(app));
        Assert.False(Hits(app, """{"other": 1}"""));
    }

    [Fact]
    public void A_chain_goes_on_with_what_the_hits_left_and_their_artifacts()
    {
        Join();
        var app = _harness.Deploy(Chain);
        var first = _harness.Submit(app);
        Finish(first, "a", MachineHarness.Success("""{"n": 1}""") with { Artifacts = [Left] });
        Finish(first, "b", MachineHarness.Success("""{"n": 2}"""));
        Finish(first, "c");
        var second = _harness.Submit(app);
        Assert.Equal(["a", "b", "c", "c"], Started);
        Assert.Equal(("""{"n": 2}""", "b"), (_harness.Assigned.Last().Conditions.Single().Data.ToString(), _harness.Assigned.Last().Conditions.Single().Action));
        Assert.Equal([Left], [.. Row(second).Artifacts]);
        Assert.Equal((0, 1, 2), (Row(second, "a").Ordinal, Row(second, "b").Ordinal, Row(second, "c").Ordinal));
        Finish(second, "c");
        Assert.Equal(RunStatus.Success, _harness.Tasks[second].State.Status);
    }

    [Theory]
    [InlineData("""{"main": "other"}""")]
    [InlineData("""{"main": "a", "env": "venv"}""")]
    [InlineData("""{"main": "a", "docker": {"name": "image"}}""")]
    [InlineData("""{"main": "a", "docker": {"name": "image", "tag": "2"}}""")]
    [InlineData("""{"main": "a", "docker": {"name": "image", "args": {"user": "root"}}}""")]
    [InlineData("""{"main": "a", "artifacts": ["y"]}""")]
    [InlineData("""{"handler": "a"}""")]
    public void Whatever_the_result_may_follow_from_makes_another_key(string members)
    {
        var other = Reading($$"""{"name": "a", {{members[1..]}}""");
        Assert.NotEqual(Of(Reading("""{"name": "a", "main": "a"}""")), Of(other));
        Assert.Equal(Of(other), Of(other with { Name = "b" }));
    }

    [Fact]
    public void What_names_one_run_only_makes_no_other_key_and_the_order_of_the_input_does_not_either()
    {
        var action = new ActionDefinition { Name = "a", Main = "a" };
        var one = Assignment(action) with { TaskInput = JsonData.Parse("""{"x": 1, "y": 2}"""), Conditions = [new ConditionData("c", JsonData.EmptyObject) { Artifacts = [Left] }] };
        var same = one with
        {
            Attempt = Key(new TaskId(Guid.NewGuid()), "z", 7), TaskName = "other", TaskCreatedAt = DateTimeOffset.UnixEpoch, TaskInput = JsonData.Parse("""{"y": 2, "x": 1, "task_id": 5}"""),
            Action = action with { TargetEnv = new TargetEnvironment { Platform = "linux" }, Timeout = TimeSpan.FromSeconds(1), Condition = ["c"] },
        };
        Assert.Equal(CacheKey.Of(one), CacheKey.Of(same));
        string[] others =
        [
            CacheKey.Of(one with { Package = one.Package with { Sha256 = "other" } }),
            CacheKey.Of(one with { TaskInput = JsonData.Parse("""{"x": 1, "y": 3}""") }),
            CacheKey.Of(one with { TaskInput = JsonData.Parse("""{"x": 1, "y2": ""}""") }),
            CacheKey.Of(one with { Conditions = [new ConditionData("c", JsonData.Parse("""{"n": 1}""")) { Artifacts = [Left] }] }),
            CacheKey.Of(one with { Conditions = [new ConditionData("c", JsonData.EmptyObject) { Artifacts = [Left with { Sha256 = "content-2" }] }] }),
            CacheKey.Of(one with { Conditions = [new ConditionData("c", JsonData.EmptyObject) { Artifacts = [Left with { Path = "y" }] }] }),
            CacheKey.Of(one with { Venv = one.Package }),
            CacheKey.Of(one with { DockerRegistry = "r:5000" }),
        ];
        Assert.Equal(9, others.Append(CacheKey.Of(one)).Distinct().Count());
    }

    [Fact]
    public void Another_version_of_the_application_does_not_hit()
    {
        Join();
        var app = _harness.Deploy(Single);
        RunFirst(app);
        Assert.False(Hits(_harness.Deploy(Single)));
    }

    [Fact]
    public void A_failure_is_not_kept_nor_a_result_that_its_author_did_not_say_is_the_same()
    {
        Join();
        var app = _harness.Deploy(Single);
        Finish(_harness.Submit(app), result: MachineHarness.Failure());
        var plain = _harness.Deploy("""{"actions": [{"name": "a", "main": "a"}], "output_action": "a"}""");
        RunFirst(plain);
        Assert.Empty(_harness.CacheEntries);
        Assert.False(Hits(app));
        Assert.False(Hits(plain));
    }

    [Fact]
    public void What_a_cached_action_generated_joins_the_task_again()
    {
        Join();
        var app = _harness.Deploy(Single);
        var first = _harness.Submit(app);
        Finish(first, result: MachineHarness.Success("""{"n": 1}""", new ActionDefinition { Name = "g", Main = "g", InputData = JsonData.Parse("""{"i": 1}"""), Cache = true }));
        Finish(first, "g");
        Assert.True(Hits(app));
        Assert.Equal(["a", "g"], Started);
    }

    [Fact]
    public void What_it_generated_and_does_not_fit_this_task_has_it_run()
    {
        Join();
        var app = _harness.Deploy("""{"actions": [{"name": "seed", "main": "seed"}, {"name": "a", "main": "a", "cache": true}], "output_action": "a"}""");
        var first = _harness.Submit(app);
        Finish(first, result: MachineHarness.Success("{}", new ActionDefinition { Name = "g", Main = "g" }));
        var second = _harness.Submit(app);
        Assert.NotNull(Row(second).Cached);
        _harness = new MachineHarness();
        Join();
        app = _harness.Deploy("""{"actions": [{"name": "seed", "main": "seed"}, {"name": "a", "main": "a", "cache": true, "condition": ["seed"]}], "output_action": "a"}""");
        first = _harness.Submit(app);
        Finish(first, "seed");
        Finish(first, result: MachineHarness.Success("{}", new ActionDefinition { Name = "g", Main = "g" }));
        second = _harness.Submit(app);
        Finish(second, "seed", MachineHarness.Success("{}", new ActionDefinition { Name = "g", Main = "other" }));
        Assert.Equal((RunStage.Running, null), (Row(second).Stage, Row(second).Cached));
    }

    [Fact]
    public void It_survives_a_restart_of_the_manager()
    {
        Join();
        var app = _harness.Deploy(Single);
        RunFirst(app);
        _harness.RestartManager();
        Assert.True(Hits(app));
        // And a result that was on its way when the manager ended is kept, too.
        Join();
        var task = _harness.Submit(app, """{"x": 1}""");
        _harness.RestartManager();
        _session = _harness.Join(MachineHarness.Describe(_node, slots: 8), running: [Key(task, "a")]);
        Finish(task);
        Assert.True(Hits(app, """{"x": 1}"""));
    }

    [Fact]
    public void A_task_that_waited_over_a_restart_is_answered_by_it()
    {
        Join();
        var app = _harness.Deploy(Chain);
        var first = _harness.Submit(app);
        Finish(first);
        _harness.Decide(new ManagerInput.NodeDisconnected(_session));
        var second = _harness.Submit(app);
        Assert.Equal((RunStage.Running, true), (_harness.Tasks[second].State.Stage, Row(second).Cached is not null));
        _harness.RestartManager();
        Assert.Equal(0, Row(second).Ordinal);
        Join();
        Assert.Equal(Key(second, "b"), _harness.Assigned.Last(assignment => assignment.Attempt.Task == second).Attempt);
    }

    [Fact]
    public void Old_entries_and_those_beyond_the_bounds_go_the_first_first()
    {
        _harness = new MachineHarness(new ManagerSettings { CacheMaxEntries = 2, CacheMaxAge = TimeSpan.FromDays(1) });
        Join();
        var app = _harness.Deploy(Single);
        for (var i = 1; i <= 3; i++) RunFirst(app, input: $$"""{"i": {{i}} }""");
        Assert.Equal(2, _harness.CacheEntries.Count);
        Assert.True(Hits(app, """{"i": 3 }"""));
        Assert.True(Hits(app, """{"i": 2 }"""));
        Assert.False(Hits(app, """{"i": 1 }"""));
        _harness.Now += TimeSpan.FromDays(1) + TimeSpan.FromTicks(1);
        Assert.False(Hits(app, """{"i": 3 }"""));
        Assert.Single(_harness.CacheEntries);
    }

    [Fact]
    public void What_is_large_is_not_kept_and_of_much_the_first_goes()
    {
        _harness = new MachineHarness(new ManagerSettings { CacheMaxBytes = 16_000 });
        Join();
        var app = _harness.Deploy(Single);
        RunFirst(app, $$"""{"x": "{{new string('x', 1000)}}"}""");
        Assert.Empty(_harness.CacheEntries);
        for (var i = 1; i <= 30; i++) RunFirst(app, $$"""{"x": "{{new string('x', 900)}}"}""", $$"""{"i": {{i}} }""");
        Assert.InRange(_harness.CacheEntries.Count, 15, 17);
        Assert.True(Hits(app, """{"i": 30 }"""));
    }

    [Fact]
    public void Clearing_an_application_forgets_its_entries_and_no_others_and_gives_their_contents_up()
    {
        Join();
        var (app, other) = (_harness.Deploy(Chain), _harness.Deploy(Single));
        var first = _harness.Submit(app);
        Finish(first, result: MachineHarness.Success() with { Artifacts = [Left] });
        RunFirst(other);
        Assert.Equal(1, _harness.Decide(new ManagerInput.ClearCache(app)).Value);
        Assert.Contains(new ManagerEffect.RemovePackage("content-1"), _harness.Effects);
        Assert.Equal(0, _harness.Decide(new ManagerInput.ClearCache(app)).Value);
        Assert.True(Hits(other));
        Assert.Null(Row(_harness.Submit(app)).Cached);
        Assert.Equal(ErrorCode.AppNotExists, _harness.Decide(new ManagerInput.ClearCache(new AppId(Guid.NewGuid()))).Refusal!.Code);
        _harness.Decide(new ManagerInput.DeleteApplication(other));
        Assert.Empty(_harness.CacheEntries);
    }

    [Fact]
    public void A_limit_on_running_tasks_counts_those_that_began_from_the_cache()
    {
        Join();
        var app = _harness.Deploy("""{"actions": [{"name": "a", "main": "a", "cache": true}, {"name": "b", "main": "b", "condition": ["a"]}], "output_action": "b", "max_running_tasks": 1}""");
        var first = _harness.Submit(app);
        Finish(first);
        var second = _harness.Submit(app);
        Assert.Equal(RunStage.Pending, _harness.Tasks[second].State.Stage);
        Finish(first, "b");
        Assert.NotNull(Row(second).Cached);
        Finish(second, "b");
        Assert.All(_harness.Tasks.Values, task => Assert.Equal(RunStatus.Success, task.State.Status));
        Assert.Equal(0, ((ClusterView)_harness.Decide(new ManagerInput.DescribeCluster()).Value!).HeldTasks);
    }

    [Fact]
    public void A_hundred_thousand_hits_in_a_row_are_no_recursion()
    {
        const int length = 100_000;
        Join();
        var actions = Enumerable.Range(0, length).Select(i => $$"""{"name": "{{i}}", "main": "x", "cache": true, "condition": [{{(i == 0 ? "" : $"\"{i - 1}\"")}}]}""");
        _harness = new MachineHarness(new ManagerSettings { CacheMaxEntries = 1_000_000, CacheMaxBytes = 1L << 40 });
        Join();
        var app = _harness.Deploy($$"""{"actions": [{{string.Join(',', actions)}}], "output_action": "0"}""");
        var first = _harness.Submit(app);
        for (var i = 0; i < length; i++) Finish(first, $"{i}");
        Assert.True(Hits(app));
    }

    private static ActionDefinition Reading(string action) =>
        DefinitionReader.ReadApplication(System.Text.Encoding.UTF8.GetBytes($$"""{"actions": [{{action}}], "output_action": "a"}""")).Actions[0];

    private static string Of(ActionDefinition action) => CacheKey.Of(Assignment(action));

    private static ActionAssignment Assignment(ActionDefinition action) => new()
    {
        Attempt = Key(new TaskId(Guid.Empty), "a"),
        Action = action,
        Application = new AppId(Guid.Empty),
        Package = new PackageReference("1", "2", PackageFormat.Zip, 3),
        TaskName = "t",
        TaskCreatedAt = default,
        TaskInput = JsonData.EmptyObject,
    };
}
