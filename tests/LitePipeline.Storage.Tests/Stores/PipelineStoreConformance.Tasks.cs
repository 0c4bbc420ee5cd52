using LitePipeline.Core;
using LitePipeline.Core.Storage;
using LitePipeline.Core.Tasks;
using LitePipeline.Storage.Tests.Samples;

namespace LitePipeline.Storage.Tests.Stores;

public abstract partial class PipelineStoreConformance
{
    [Fact]
    public async Task A_task_comes_back_with_all_its_members()
    {
        await CommitAsync(new StoreChange.AddTask(Full.Task(1)), new StoreChange.AddTask(Sample.Task(2)), new StoreChange.AddTask(Sample.Task(3) with { Input = default }));
        AssertSame(Full.Task(1), await TaskAsync(1));
        AssertSame(Sample.Task(2), await TaskAsync(2));
        Assert.True((await TaskAsync(3)).Input.IsEmpty);
    }

    [Fact]
    public async Task An_update_replaces_a_tasks_state_and_nothing_else()
    {
        await CommitAsync(new StoreChange.AddTask(Sample.Task(1)), new StoreChange.AddTask(Sample.Task(2)));
        await CommitAsync(new StoreChange.UpdateTask(Sample.TaskId(1), Full.TaskState));
        AssertSame(Sample.Task(1) with { State = Full.TaskState }, await TaskAsync(1));
        AssertSame(Sample.Task(2), await TaskAsync(2));

        await CommitAsync(new StoreChange.UpdateTask(Sample.TaskId(1), Sample.TaskState(RunStage.Running)));
        AssertSame(Sample.Task(1) with { State = Sample.TaskState(RunStage.Running) }, await TaskAsync(1));
    }

    [Fact]
    public async Task A_restart_replaces_version_and_state_and_removes_the_actions()
    {
        await CommitAsync(
            new StoreChange.AddTask(Full.Task(1)),
            new StoreChange.SaveAction(Full.Action(1, "first")),
            new StoreChange.SaveAction(Sample.Action(1, "second")),
            new StoreChange.AddTask(Sample.Task(2)),
            new StoreChange.SaveAction(Sample.Action(2, "first")));
        var state = Sample.TaskState(at: 80) with { AttemptBase = 52 };

        await CommitAsync(new StoreChange.RestartTask(Sample.TaskId(1), "the new version", state));

        AssertSame(Full.Task(1) with { Version = "the new version", State = state }, await TaskAsync(1));
        Assert.Empty(await ActionsAsync(1));
        Assert.Single(await ActionsAsync(2));
        await CommitAsync(new StoreChange.SaveAction(Sample.Action(1, "first")));
        AssertSame(Sample.Action(1, "first"), Assert.Single(await ActionsAsync(1)));
    }

    [Fact]
    public async Task A_deleted_task_takes_its_actions_along()
    {
        await CommitAsync(
            new StoreChange.AddTask(Sample.Task(1)),
            new StoreChange.SaveAction(Sample.Action(1, "only")),
            new StoreChange.AddTask(Sample.Task(2)),
            new StoreChange.SaveAction(Sample.Action(2, "only")));

        await CommitAsync(new StoreChange.DeleteTask(Sample.TaskId(1)));

        Assert.Empty(await ListAsync(new TaskQuery { Id = Sample.TaskId(1) }));
        Assert.Equal(Sample.TaskId(2), Assert.Single(await ActionsAsync(1, 2)).Task);
        await CommitAsync(new StoreChange.AddTask(Sample.Task(3) with { Id = Sample.TaskId(1) }));
        Assert.Empty(await ActionsAsync(1));
    }

    [Fact]
    public async Task An_action_comes_back_with_all_its_members_and_is_replaced_as_a_whole()
    {
        await CommitAsync(
            new StoreChange.AddTask(Sample.Task(1)),
            new StoreChange.SaveAction(Full.Action(1, "first")),
            new StoreChange.SaveAction(Sample.Action(1, "second", ordinal: 60)));
        AssertSame(new[] { Full.Action(1, "first"), Sample.Action(1, "second", ordinal: 60) }, await ActionsAsync(1));

        await CommitAsync(new StoreChange.SaveAction(Sample.Action(1, "first")), new StoreChange.SaveAction(Full.Action(1, "second")));
        AssertSame(new[] { Sample.Action(1, "first"), Full.Action(1, "second") }, await ActionsAsync(1));
    }

    [Fact]
    public async Task One_action_can_be_deleted()
    {
        var names = Enumerable.Range(0, 30).Select(place => $"action-{place}").ToList();
        await CommitAsync([new StoreChange.AddTask(Sample.Task(1)), .. names.Select((name, place) => new StoreChange.SaveAction(Sample.Action(1, name, place)))]);
        // From both ends and the middle, so that no place is special.
        foreach (var name in new[] { "action-0", "action-29", "action-14", "action-15", "action-1" })
        {
            await CommitAsync(new StoreChange.DeleteAction(Sample.TaskId(1), name));
            names.Remove(name);
            Assert.Equal(names, (await ActionsAsync(1)).Select(action => action.Name));
        }

        await CommitAsync(new StoreChange.SaveAction(Sample.Action(1, "action-28", ordinal: 28, RunStage.Finished)));
        Assert.Equal(RunStage.Finished, (await ActionsAsync(1))[^1].Stage);
    }

    [Fact]
    public async Task Actions_come_by_task_and_ordinal()
    {
        await CommitAsync(
            new StoreChange.AddTask(Sample.Task(1)),
            new StoreChange.AddTask(Sample.Task(2)),
            new StoreChange.SaveAction(Sample.Action(2, "b", ordinal: 0)),
            new StoreChange.SaveAction(Sample.Action(1, "z", ordinal: 1)),
            new StoreChange.SaveAction(Sample.Action(1, "a", ordinal: 10)),
            new StoreChange.SaveAction(Sample.Action(1, "m", ordinal: 0)),
            new StoreChange.SaveAction(Sample.Action(1, "k", ordinal: 0)));

        Assert.Equal(["k", "m", "z", "a", "b"], (await ActionsAsync(2, 1)).Select(action => action.Name));
        Assert.Equal(["k", "m", "z", "a", "b"], (await LoadAsync()).Actions.Select(action => action.Name));
    }

    [Fact]
    public async Task Actions_are_asked_for_by_tasks_name_and_stage()
    {
        await CommitAsync([.. Enumerable.Range(1, 3).SelectMany(task => new StoreChange[]
        {
            new StoreChange.AddTask(Sample.Task(task)),
            new StoreChange.SaveAction(Sample.Action(task, "a", 0, RunStage.Finished)),
            new StoreChange.SaveAction(Sample.Action(task, "A", 1, RunStage.Running)),
            new StoreChange.SaveAction(Sample.Action(task, "*", 2, RunStage.Finished)),
        })]);
        TaskId[] two = [Sample.TaskId(1), Sample.TaskId(3), Sample.TaskId(3), Sample.TaskId(99)];

        Assert.Equal(["a", "A", "*", "a", "A", "*"], await NamesAsync(new ActionQuery { Tasks = two }));
        Assert.Equal(["a", "a"], await NamesAsync(new ActionQuery { Tasks = two, Name = "a" }));
        // An action's name is no pattern.
        Assert.Equal(["*", "*"], await NamesAsync(new ActionQuery { Tasks = two, Name = "*" }));
        Assert.Equal(["A", "A"], await NamesAsync(new ActionQuery { Tasks = two, Stage = RunStage.Running }));
        Assert.Empty(await NamesAsync(new ActionQuery { Tasks = two, Stage = RunStage.Running, Name = "a" }));
        Assert.Empty(await NamesAsync(new ActionQuery { Tasks = [] }));
        Assert.Equal(["*", "a"], await NamesAsync(new ActionQuery { Tasks = two, Offset = 2, Limit = 2 }));
        Assert.Equal(6, (await Store.QueryAsync(new ActionQuery { Tasks = two, Offset = 2, Limit = 2 }, CancellationToken.None)).Total);

        async Task<IEnumerable<string>> NamesAsync(ActionQuery query) => (await ListAsync(query)).Select(action => action.Name);
    }

    [Fact]
    public async Task The_actions_of_a_thousand_tasks_can_be_asked_for_at_once()
    {
        await CommitAsync([.. Enumerable.Range(1, 1_000).SelectMany(task => new StoreChange[] { new StoreChange.AddTask(Sample.Task(task)), new StoreChange.SaveAction(Sample.Action(task, "only")) })]);
        var actions = await ActionsAsync([.. Enumerable.Range(1, 1_000).Select(task => (long)task).Reverse()]);
        Assert.Equal(Enumerable.Range(1, 1_000).Select(task => Sample.TaskId(task)), actions.Select(action => action.Task));
    }
}
