using LitePipeline.Core.Actions;
using LitePipeline.Core.Applications;
using LitePipeline.Core.Definitions;
using LitePipeline.Core.Graph;
using LitePipeline.Core.Nodes;
using LitePipeline.Core.Tasks;

namespace LitePipeline.Core.Tests.Graph;

public class TaskGraphDrawingTests
{
    private static readonly DateTimeOffset Begun = new(2026, 5, 1, 12, 0, 0, TimeSpan.Zero);
    private static readonly NodeId First = new(Guid.NewGuid()), Second = new(Guid.NewGuid());

    private static readonly ApplicationDefinition Definition = new()
    {
        Actions = [new ActionDefinition { Name = "split", Main = "split" }, new ActionDefinition { Name = "join", Main = "join", Condition = ["split"] }],
        OutputAction = "join",
    };

    private static DateTimeOffset At(int second) => Begun.AddSeconds(second);

    private static TaskRecord Task(RunStage stage = RunStage.Running, int attemptBase = 0, int started = 1) => new()
    {
        Id = new TaskId(Guid.NewGuid()),
        Sequence = 1,
        Name = "march",
        Application = new AppId(Guid.NewGuid()),
        Version = "sha1",
        Input = JsonData.EmptyObject,
        CreatedAt = Begun,
        State = new TaskState(stage, null, At(started), At(started), AttemptBase: attemptBase),
    };

    private static ActionRecord Row(string name, int ordinal, int started, int? ended, RunStatus? status = RunStatus.Success, string? result = null) => new()
    {
        Task = new TaskId(Guid.NewGuid()),
        Name = name,
        Ordinal = ordinal,
        Stage = ended is null ? RunStage.Running : RunStage.Finished,
        Status = ended is null ? null : status,
        Attempt = 1,
        Node = First,
        StartedAt = At(started),
        EndedAt = ended is { } second ? At(second) : null,
        Result = result is null ? default : JsonData.Parse(result),
    };

    private static readonly ActionRecord Split = Row("split", 0, 2, 5, result: """
        {"actions": [{"name": "part-1", "main": "part", "to_action": "join"}, {"name": "part-2", "main": "part", "condition": ["part-1"], "to_action": "join"}]}
        """);

    [Fact]
    public void What_was_generated_stands_after_what_was_configured_with_who_generated_it_and_whom_it_leads_to()
    {
        var graph = TaskGraphDrawing.Draw(Task(), Definition, [Split, Row("part-1", 1, 6, null)]);
        Assert.True(graph.IsWhole);
        Assert.Equal(["split", "join", "part-1", "part-2"], graph.Actions.Select(action => action.Name));
        Assert.Equal(["split", "part-1", "part-2"], graph.Actions[1].Condition);
        Assert.Equal([null, null, "split", "split"], graph.Actions.Select(action => action.GeneratedBy));
        Assert.Equal([0, 0, 1, 1], graph.Actions.Select(action => action.Generation));
        Assert.Equal([RunStage.Finished, RunStage.Pending, RunStage.Running, RunStage.Pending], graph.Actions.Select(action => action.Stage));
    }

    [Fact]
    public void An_action_is_ready_when_the_last_of_its_conditions_has_succeeded()
    {
        var graph = TaskGraphDrawing.Draw(Task(), Definition, [Split, Row("part-1", 1, 6, 8), Row("part-2", 2, 9, 11)]);
        Assert.Equal([At(0), At(11), At(5), At(8)], graph.Actions.Select(action => action.ReadyAt));
        var waiting = TaskGraphDrawing.Draw(Task(), Definition, [Split, Row("part-1", 1, 6, 8, RunStatus.Fail)]);
        Assert.Equal([At(0), null, At(5), null], waiting.Actions.Select(action => action.ReadyAt));
    }

    [Fact]
    public void Each_attempt_is_told_with_its_node_and_an_action_that_waits_again_has_none_twice()
    {
        var earlier = new EarlierAttempt(1, First, At(2), At(3), RunStatus.Fail, 1, new ActionFailure(ActionFailureKind.Exit, "exit code 1"));
        var row = Row("split", 0, 4, 6) with { Attempt = 2, Node = Second, Earlier = [earlier], Retries = 1 };
        var attempts = TaskGraphDrawing.Draw(Task(), Definition, [row]).Actions[0].Attempts;
        Assert.Equal([new(1, First, At(2), At(3), RunStatus.Fail, "exit code 1"), new(2, Second, At(4), At(6), RunStatus.Success, null)], attempts);

        var waits = Row("split", 0, 2, null) with { Stage = RunStage.Pending, Earlier = [earlier], RetryAt = At(9) };
        var action = TaskGraphDrawing.Draw(Task(), Definition, [waits]).Actions[0];
        Assert.Equal((RunStage.Pending, 1, At(9)), (action.Stage, Assert.Single(action.Attempts).Attempt, action.RetryAt));
    }

    [Fact]
    public void After_a_recover_the_moment_is_unknown_only_where_it_is()
    {
        var again = Row("join", 1, 70, null) with { Attempt = 2, Earlier = [new EarlierAttempt(1, First, At(6), At(7), RunStatus.Fail, 1, null)] };
        var graph = TaskGraphDrawing.Draw(Task(attemptBase: 1, started: 70), Definition, [Row("split", 0, 2, 5), again]);
        Assert.Equal([null, null], graph.Actions.Select(action => action.ReadyAt));
        var rerun = TaskGraphDrawing.Draw(Task(attemptBase: 1, started: 70), Definition, [Row("split", 0, 70, 75), Row("join", 1, 76, null)]);
        Assert.Equal([null, At(75)], rerun.Actions.Select(action => action.ReadyAt));
    }

    [Fact]
    public void Of_a_version_that_is_gone_only_what_ran_is_known()
    {
        var graph = TaskGraphDrawing.Draw(Task(), null, [Split, Row("part-1", 1, 6, 8)]);
        Assert.False(graph.IsWhole);
        Assert.Equal(["split", "part-1", "part-2"], graph.Actions.Select(action => action.Name));
    }

    [Fact]
    public void The_event_action_is_there_once_it_has_run()
    {
        Assert.True(TaskGraphDrawing.Draw(Task(), Definition, [Split, Row("fail", 1, 6, 8)]).Actions[^1] is { Name: "fail", IsEvent: true, ReadyAt: null });
    }
}
