using LitePipeline.Core;
using LitePipeline.Core.Storage;
using LitePipeline.Core.Tasks;
using LitePipeline.Storage.Tests.Samples;

namespace LitePipeline.Storage.Tests.Stores;

public abstract partial class PipelineStoreConformance
{
    /// <summary>Changes that a store with <see cref="EveryChange.Adding"/> in it must refuse.</summary>
    public static TheoryData<string> Refused => [.. RefusedChanges.Keys];

    private static Dictionary<string, StoreChange> RefusedChanges { get; } = new()
    {
        ["an unknown task's update"] = new StoreChange.UpdateTask(Sample.TaskId(9), Sample.TaskState()),
        ["an unknown task's restart"] = new StoreChange.RestartTask(Sample.TaskId(9), "v", Sample.TaskState()),
        ["an unknown task's action"] = new StoreChange.SaveAction(Sample.Action(9, "first")),
        ["a second task of one id"] = new StoreChange.AddTask(Sample.Task(9) with { Id = Sample.TaskId(1) }),
        ["a second task of one sequence"] = new StoreChange.AddTask(Sample.Task(9) with { Sequence = 1 }),
        ["an unknown work's update"] = new StoreChange.UpdateWork(Sample.WorkId(9), Sample.WorkState()),
        ["an unknown work's restart"] = new StoreChange.RestartWork(Sample.WorkId(9), Sample.Json(1), Sample.WorkState()),
        ["an unknown work's step"] = new StoreChange.SaveWorkStep(Sample.Step(9, "first")),
        ["a second work of one id"] = new StoreChange.AddWork(Sample.Work(9) with { Id = Sample.WorkId(1) }),
        ["a second work of one sequence"] = new StoreChange.AddWork(Sample.Work(9) with { Sequence = 1 }),
        ["an unknown schedule's update"] = new StoreChange.UpdateSchedule(Sample.ScheduleId(9), Full.ScheduleState),
        ["a second schedule of one sequence"] = new StoreChange.SaveSchedule(Sample.Schedule(9) with { Sequence = 1 }),
        ["a schedule that moves"] = new StoreChange.SaveSchedule(Sample.Schedule(1) with { Sequence = 9 }),
        ["an unknown service's update"] = new StoreChange.UpdateService(Sample.ServiceId(9), Full.ServiceState),
        ["a second service of one sequence"] = new StoreChange.SaveService(Sample.Service(9) with { Sequence = 1 }),
        ["a service that moves"] = new StoreChange.SaveService(Sample.Service(1) with { Sequence = 9 }),
        ["a second application of one sequence"] = new StoreChange.SaveApplication(Sample.Application(9) with { Sequence = 1 }),
        ["an application that moves"] = new StoreChange.SaveApplication(Sample.Application(1) with { Sequence = 9 }),
        ["a version of an unknown application"] = new StoreChange.AddApplicationVersion(Sample.Version(9, 9)),
        ["a second version of one number"] = new StoreChange.AddApplicationVersion(Sample.Version(2, 1)),
        ["a second venv of one sequence"] = new StoreChange.SaveVenv(Sample.Venv(9) with { Sequence = 1 }),
        ["a venv that moves"] = new StoreChange.SaveVenv(Sample.Venv(1) with { Sequence = 9 }),
        ["a version of an unknown venv"] = new StoreChange.AddVenvVersion(Sample.VenvVersion(9, 9)),
        ["a second venv version of one number"] = new StoreChange.AddVenvVersion(Sample.VenvVersion(2, 1)),
        ["a second workflow of one sequence"] = new StoreChange.SaveWorkflow(Sample.Workflow(9) with { Sequence = 1 }),
        ["a workflow that moves"] = new StoreChange.SaveWorkflow(Sample.Workflow(1) with { Sequence = 9 }),
    };

    [Theory, MemberData(nameof(Refused))]
    public async Task A_commit_with_a_change_that_fails_leaves_nothing(string what)
    {
        await CommitAsync([.. EveryChange.Adding()]);
        var before = await Content.OfAsync(Store);

        await Assert.ThrowsAsync<StoreException>(() => CommitAsync([RefusedChanges[what]]));
        await Assert.ThrowsAsync<StoreException>(() => CommitAsync([new StoreChange.AddTask(Sample.Task(3)), RefusedChanges[what], new StoreChange.AddTask(Sample.Task(4))]));

        Assert.Equal(before, await Content.OfAsync(Store));
        await _test.ReopenAsync();
        Assert.Equal(before, await Content.OfAsync(Store));
    }

    [Fact]
    public async Task Each_change_before_one_that_fails_is_taken_back()
    {
        await CommitAsync([.. EveryChange.Adding()]);
        var before = await Content.OfAsync(Store);
        var failing = new StoreChange.UpdateTask(Sample.TaskId(9), Sample.TaskState());
        var changes = EveryChange.Changing().ToList();
        for (var count = 1; count <= changes.Count; count++)
        {
            await Assert.ThrowsAsync<StoreException>(() => CommitAsync([.. changes.Take(count), failing]));
            Assert.Equal(before, await Content.OfAsync(Store));
        }

        await Assert.ThrowsAsync<StoreException>(() => CommitAsync([new StoreChange.DeleteApplication(Sample.AppId(1)), new StoreChange.DeleteVenv(Sample.VenvId(1)), failing]));
        Assert.Equal(before, await Content.OfAsync(Store));
    }

    [Fact]
    public async Task What_a_failed_commit_added_may_be_added_again()
    {
        var failing = new StoreChange.UpdateTask(Sample.TaskId(9), Sample.TaskState());
        await Assert.ThrowsAsync<StoreException>(() => CommitAsync([.. EveryChange.Adding(), failing]));
        AssertSame(new StoreSnapshot(), await LoadAsync());

        await CommitAsync([.. EveryChange.Adding()]);

        Assert.Equal(2, (await LoadAsync()).LastTaskSequence);
    }

    [Fact]
    public async Task A_commit_that_failed_says_which_change_and_why()
    {
        var refused = await Assert.ThrowsAsync<StoreException>(() => CommitAsync(new StoreChange.UpdateTask(Sample.TaskId(9), Sample.TaskState())));
        Assert.Contains(Sample.TaskId(9).ToString(), refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Changes_take_effect_in_their_order()
    {
        await CommitAsync(
            new StoreChange.AddTask(Sample.Task(1)),
            new StoreChange.UpdateTask(Sample.TaskId(1), Sample.TaskState(RunStage.Running, at: 1)),
            new StoreChange.SaveAction(Sample.Action(1, "a")),
            new StoreChange.SaveAction(Sample.Action(1, "a", stage: RunStage.Finished)),
            new StoreChange.UpdateTask(Sample.TaskId(1), Sample.TaskState(RunStage.Finished, RunStatus.Success, at: 2)),
            new StoreChange.AddTask(Sample.Task(2)),
            new StoreChange.DeleteTask(Sample.TaskId(2)),
            new StoreChange.AddTask(Sample.Task(3) with { Id = Sample.TaskId(2) }));

        Assert.Equal(Sample.TaskState(RunStage.Finished, RunStatus.Success, at: 2), (await TaskAsync(1)).State);
        Assert.Equal(RunStage.Finished, Assert.Single(await ActionsAsync(1)).Stage);
        Assert.Equal(3, (await TaskAsync(2)).Sequence);
    }

    [Fact]
    public async Task A_commit_of_nothing_changes_nothing()
    {
        await CommitAsync();
        AssertSame(new StoreSnapshot(), await LoadAsync());
    }

    [Fact]
    public async Task Deleting_what_is_not_there_changes_nothing()
    {
        await CommitAsync([.. EveryChange.Adding()]);
        var before = await Content.OfAsync(Store);
        await CommitAsync(
            new StoreChange.DeleteTask(Sample.TaskId(9)),
            new StoreChange.DeleteAction(Sample.TaskId(9), "first"),
            new StoreChange.DeleteAction(Sample.TaskId(1), "ninth"),
            new StoreChange.DeleteAction(Sample.TaskId(2), "first"),
            new StoreChange.DeleteWork(Sample.WorkId(9)),
            new StoreChange.DeleteWorkStep(Sample.WorkId(9), "first"),
            new StoreChange.DeleteWorkStep(Sample.WorkId(1), "ninth"),
            new StoreChange.DeleteWorkStep(Sample.WorkId(2), "first"),
            new StoreChange.DeleteApplication(Sample.AppId(9)),
            new StoreChange.DeleteApplicationVersion(Sample.AppId(1), 9),
            new StoreChange.DeleteApplicationVersion(Sample.AppId(2), 1),
            new StoreChange.DeleteApplicationVersion(Sample.AppId(9), 1),
            new StoreChange.DeleteVenv(Sample.VenvId(9)),
            new StoreChange.DeleteVenvVersion(Sample.VenvId(1), 9),
            new StoreChange.DeleteVenvVersion(Sample.VenvId(2), 1),
            new StoreChange.DeleteVenvVersion(Sample.VenvId(9), 1),
            new StoreChange.DeleteWorkflow(Sample.WorkflowId(9)),
            new StoreChange.DeleteSchedule(Sample.ScheduleId(9)),
            new StoreChange.DeleteService(Sample.ServiceId(9)));
        Assert.Equal(before, await Content.OfAsync(Store));
    }

    [Fact]
    public async Task Ten_thousand_changes_fit_in_one_commit()
    {
        const int count = 5_000;
        var changes = Enumerable.Range(1, count).SelectMany(number => new StoreChange[]
        {
            new StoreChange.AddTask(Sample.Task(number)),
            new StoreChange.SaveAction(Sample.Action(number, "only")),
        }).ToList();

        await Store.CommitAsync(changes, CancellationToken.None);
        var snapshot = await LoadAsync();
        Assert.Equal(Enumerable.Range(1, count).Select(number => (long)number), snapshot.Tasks.Select(task => task.Sequence));
        Assert.Equal(snapshot.Tasks.Select(task => task.Id), snapshot.Actions.Select(action => action.Task));

        changes = [.. Enumerable.Range(1, count * 2).Select(number => new StoreChange.DeleteTask(Sample.TaskId(number))), new StoreChange.UpdateTask(Sample.TaskId(0), Sample.TaskState())];
        await Assert.ThrowsAsync<StoreException>(() => Store.CommitAsync(changes, CancellationToken.None));
        AssertSame(snapshot, await LoadAsync());
    }

    [Fact]
    public async Task Sixteen_megabytes_come_back_as_they_were()
    {
        var large = JsonData.From(new { text = new string('x', 16 << 20) });
        await CommitAsync(
            new StoreChange.AddTask(Sample.Task(1) with { Input = large }),
            new StoreChange.SaveAction(Sample.Action(1, "only") with { Result = large }),
            new StoreChange.AddWork(Sample.Work(1) with { Input = large, Configuration = large }),
            new StoreChange.SaveWorkStep(Sample.Step(1, "only") with { Output = large }),
            new StoreChange.UpdateTask(Sample.TaskId(1), Full.TaskState),
            new StoreChange.UpdateWork(Sample.WorkId(1), Full.WorkState));

        Assert.Equal(large, (await TaskAsync(1)).Input);
        Assert.Equal(large, (await ActionsAsync(1))[0].Result);
        Assert.Equal((large, large), ((await WorkAsync(1)).Input, (await WorkAsync(1)).Configuration));
        Assert.Equal(large, (await StepsAsync(1))[0].Output);
    }
}
