using LitePipeline.Core;
using LitePipeline.Core.Storage;
using LitePipeline.Core.Tasks;
using LitePipeline.Storage.Tests.Samples;

namespace LitePipeline.Storage.Tests.Stores;

public abstract partial class PipelineStoreConformance
{
    [Fact]
    public async Task A_work_comes_back_with_all_its_members()
    {
        await CommitAsync(new StoreChange.AddWork(Full.Work(1)), new StoreChange.AddWork(Sample.Work(2)));
        AssertSame(Full.Work(1), await WorkAsync(1));
        AssertSame(Sample.Work(2), await WorkAsync(2));
    }

    [Fact]
    public async Task An_update_replaces_a_works_state_and_nothing_else()
    {
        await CommitAsync(new StoreChange.AddWork(Sample.Work(1)), new StoreChange.AddWork(Sample.Work(2)), new StoreChange.SaveWorkStep(Full.Step(1, "first")));
        await CommitAsync(new StoreChange.UpdateWork(Sample.WorkId(1), Full.WorkState));
        AssertSame(Sample.Work(1) with { State = Full.WorkState }, await WorkAsync(1));
        AssertSame(Sample.Work(2), await WorkAsync(2));
        AssertSame(new[] { Full.Step(1, "first") }, await StepsAsync(1));

        await CommitAsync(new StoreChange.UpdateWork(Sample.WorkId(1), Sample.WorkState()));
        AssertSame(Sample.Work(1), await WorkAsync(1));
    }

    [Fact]
    public async Task A_restart_replaces_configuration_and_state_and_removes_the_steps()
    {
        await CommitAsync(
            new StoreChange.AddWork(Full.Work(1)),
            new StoreChange.SaveWorkStep(Full.Step(1, "first")),
            new StoreChange.SaveWorkStep(Sample.Step(1, "second")),
            new StoreChange.AddWork(Sample.Work(2)),
            new StoreChange.SaveWorkStep(Sample.Step(2, "first")));
        var state = Sample.WorkState(at: 80) with { Run = 2 };

        await CommitAsync(new StoreChange.RestartWork(Sample.WorkId(1), Sample.Json(80), state), new StoreChange.SaveWorkStep(Sample.Step(1, "second")));

        AssertSame(Full.Work(1) with { Configuration = Sample.Json(80), State = state }, await WorkAsync(1));
        AssertSame(new[] { Sample.Step(1, "second"), Sample.Step(2, "first") }, await StepsAsync(1, 2));
    }

    [Fact]
    public async Task A_deleted_work_takes_its_steps_along_and_leaves_its_tasks()
    {
        await CommitAsync(
            new StoreChange.AddWork(Sample.Work(1)),
            new StoreChange.SaveWorkStep(Sample.Step(1, "first") with { Task = Sample.TaskId(1) }),
            new StoreChange.AddTask(Sample.Task(1) with { Work = Sample.WorkId(1) }),
            new StoreChange.AddWork(Sample.Work(2)),
            new StoreChange.SaveWorkStep(Sample.Step(2, "first")));

        await CommitAsync(new StoreChange.DeleteWork(Sample.WorkId(1)));

        Assert.Empty(await ListAsync(new WorkQuery { Id = Sample.WorkId(1) }));
        Assert.Equal(Sample.WorkId(2), Assert.Single(await StepsAsync(1, 2)).Work);
        Assert.Equal(Sample.WorkId(1), (await TaskAsync(1)).Work);
        await CommitAsync(new StoreChange.AddWork(Sample.Work(3) with { Id = Sample.WorkId(1) }));
        Assert.Empty(await StepsAsync(1));
    }

    [Fact]
    public async Task A_step_comes_back_with_all_its_members_and_keeps_its_place_when_it_is_replaced()
    {
        await CommitAsync(
            new StoreChange.AddWork(Sample.Work(2)),
            new StoreChange.AddWork(Sample.Work(1)),
            new StoreChange.SaveWorkStep(Sample.Step(2, "z")),
            new StoreChange.SaveWorkStep(Full.Step(1, "m")),
            new StoreChange.SaveWorkStep(Sample.Step(1, "z")));
        await CommitAsync(new StoreChange.SaveWorkStep(Sample.Step(1, "a")), new StoreChange.SaveWorkStep(Sample.Step(2, "a")));
        AssertSame(new[] { Full.Step(1, "m"), Sample.Step(1, "z"), Sample.Step(1, "a"), Sample.Step(2, "z"), Sample.Step(2, "a") }, await StepsAsync(2, 1));

        await CommitAsync(new StoreChange.SaveWorkStep(Sample.Step(1, "m")), new StoreChange.SaveWorkStep(Full.Step(1, "z")));
        AssertSame(new[] { Sample.Step(1, "m"), Full.Step(1, "z"), Sample.Step(1, "a") }, await StepsAsync(1));
    }

    [Fact]
    public async Task A_deleted_step_that_is_added_again_stands_last()
    {
        await CommitAsync(new StoreChange.AddWork(Sample.Work(1)), new StoreChange.SaveWorkStep(Sample.Step(1, "fail")), new StoreChange.SaveWorkStep(Sample.Step(1, "other")));
        await CommitAsync(new StoreChange.DeleteWorkStep(Sample.WorkId(1), "fail"));
        Assert.Equal(["other"], await NamesAsync());

        await CommitAsync(new StoreChange.SaveWorkStep(Sample.Step(1, "fail")));
        Assert.Equal(["other", "fail"], await NamesAsync());

        async Task<IEnumerable<string>> NamesAsync() => (await StepsAsync(1)).Select(step => step.Name);
    }

    [Fact]
    public async Task A_step_whose_deletion_failed_keeps_its_place()
    {
        await CommitAsync(new StoreChange.AddWork(Sample.Work(1)), new StoreChange.SaveWorkStep(Sample.Step(1, "a")), new StoreChange.SaveWorkStep(Sample.Step(1, "b")));
        await Assert.ThrowsAsync<StoreException>(() => CommitAsync(
            new StoreChange.DeleteWorkStep(Sample.WorkId(1), "a"),
            new StoreChange.SaveWorkStep(Sample.Step(1, "a")),
            new StoreChange.UpdateWork(Sample.WorkId(9), Sample.WorkState())));
        Assert.Equal(["a", "b"], (await StepsAsync(1)).Select(step => step.Name));
    }

    [Fact]
    public async Task Steps_come_in_pages()
    {
        await CommitAsync(
            new StoreChange.AddWork(Sample.Work(1)),
            new StoreChange.AddWork(Sample.Work(2)),
            new StoreChange.SaveWorkStep(Sample.Step(2, "c")),
            new StoreChange.SaveWorkStep(Sample.Step(1, "b")),
            new StoreChange.SaveWorkStep(Sample.Step(1, "a")));
        var page = await Store.QueryAsync(new WorkStepQuery { Works = [Sample.WorkId(2), Sample.WorkId(1), Sample.WorkId(2), Sample.WorkId(9)], Offset = 1, Limit = 2 }, CancellationToken.None);
        Assert.Equal((3, "a c"), (page.Total, string.Join(' ', page.Items.Select(step => step.Name))));
        Assert.Empty(await StepsAsync());
    }

    [Fact]
    public async Task An_open_works_steps_are_in_the_snapshot()
    {
        await CommitAsync(
            new StoreChange.AddWork(Sample.Work(1)),
            new StoreChange.AddWork(Sample.Work(2) with { State = Sample.WorkState(RunStage.Finished, RunStatus.Success) }),
            new StoreChange.AddWork(Full.Work(3)),
            new StoreChange.SaveWorkStep(Sample.Step(3, "z")),
            new StoreChange.SaveWorkStep(Full.Step(3, "a")),
            new StoreChange.SaveWorkStep(Sample.Step(2, "a")),
            new StoreChange.SaveWorkStep(Sample.Step(1, "a")));
        var snapshot = await LoadAsync();
        AssertSame(new[] { Sample.Work(1), Full.Work(3) }, snapshot.Works);
        AssertSame(new[] { Sample.Step(1, "a"), Sample.Step(3, "z"), Full.Step(3, "a") }, snapshot.WorkSteps);
    }
}
