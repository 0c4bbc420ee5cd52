using LitePipeline.Core;
using LitePipeline.Core.Storage;
using LitePipeline.Core.Tasks;
using LitePipeline.Storage.Tests.Samples;

namespace LitePipeline.Storage.Tests.Stores;

public abstract partial class PipelineStoreConformance
{
    [Fact]
    public async Task The_snapshot_knows_the_highest_number_of_each_kind_apart()
    {
        await CommitAsync(
            new StoreChange.AddTask(Sample.Task(11)),
            new StoreChange.AddWork(Sample.Work(12)),
            new StoreChange.SaveApplication(Sample.Application(13)),
            new StoreChange.AddApplicationVersion(Sample.Version(13, 14)),
            new StoreChange.SaveVenv(Sample.Venv(15)),
            new StoreChange.AddVenvVersion(Sample.VenvVersion(15, 16)),
            new StoreChange.SaveWorkflow(Sample.Workflow(17)),
            new StoreChange.SaveSchedule(Sample.Schedule(18)),
            new StoreChange.SaveService(Sample.Service(19)),
            new StoreChange.AddAudit(Sample.Audit(20)));
        Assert.Equal("11 12 13 14 15 16 17 18 19 20", await HighestAsync());
    }

    [Fact]
    public async Task A_number_is_not_given_again_when_its_row_is_gone()
    {
        await CommitAsync([.. EveryChange.Adding()]);
        await CommitAsync(
            new StoreChange.DeleteTask(Sample.TaskId(2)),
            new StoreChange.DeleteWork(Sample.WorkId(2)),
            new StoreChange.DeleteApplication(Sample.AppId(2)),
            new StoreChange.DeleteApplicationVersion(Sample.AppId(1), 2),
            new StoreChange.DeleteVenv(Sample.VenvId(2)),
            new StoreChange.DeleteVenvVersion(Sample.VenvId(1), 2),
            new StoreChange.DeleteWorkflow(Sample.WorkflowId(2)),
            new StoreChange.DeleteSchedule(Sample.ScheduleId(2)),
            new StoreChange.DeleteService(Sample.ServiceId(2)));
        Assert.Equal("2 2 2 2 2 2 2 2 2 2", await HighestAsync());

        await CommitAsync(
            new StoreChange.DeleteTask(Sample.TaskId(1)),
            new StoreChange.DeleteWork(Sample.WorkId(1)),
            new StoreChange.DeleteApplication(Sample.AppId(1)),
            new StoreChange.DeleteVenv(Sample.VenvId(1)),
            new StoreChange.DeleteWorkflow(Sample.WorkflowId(1)),
            new StoreChange.DeleteSchedule(Sample.ScheduleId(1)),
            new StoreChange.DeleteService(Sample.ServiceId(1)));
        Assert.Equal("2 2 2 2 2 2 2 2 2 2", await HighestAsync());
        await _test.ReopenAsync();
        Assert.Equal("2 2 2 2 2 2 2 2 2 2", await HighestAsync());
    }

    [Fact]
    public async Task The_highest_attempt_of_any_removed_task_is_remembered()
    {
        await CommitAsync([.. Enumerable.Range(1, 4).Select(number => new StoreChange.AddTask(Sample.Task(number)))]);
        Assert.Equal(0, (await LoadAsync()).LastRemovedAttempt);
        await CommitAsync(new StoreChange.DeleteTask(Sample.TaskId(1)) { LastAttempt = 3 }, new StoreChange.DeleteTask(Sample.TaskId(2)) { LastAttempt = 7 });
        await CommitAsync(new StoreChange.DeleteTask(Sample.TaskId(3)) { LastAttempt = 5 });
        await Assert.ThrowsAsync<StoreException>(() => CommitAsync(new StoreChange.DeleteTask(Sample.TaskId(4)) { LastAttempt = 9 }, new StoreChange.UpdateTask(Sample.TaskId(1), Sample.TaskState())));
        Assert.Equal(7, (await LoadAsync()).LastRemovedAttempt);
        await _test.ReopenAsync();
        Assert.Equal(7, (await LoadAsync()).LastRemovedAttempt);
    }

    [Fact]
    public async Task A_history_that_goes_with_its_owner_keeps_its_highest_number()
    {
        await CommitAsync(
            new StoreChange.SaveApplication(Sample.Application(1)),
            new StoreChange.SaveVenv(Sample.Venv(1)),
            new StoreChange.AddApplicationVersion(Sample.Version(1, 5)),
            new StoreChange.AddApplicationVersion(Sample.Version(1, 8)),
            new StoreChange.AddVenvVersion(Sample.VenvVersion(1, 6)),
            new StoreChange.AddVenvVersion(Sample.VenvVersion(1, 9)));
        await CommitAsync(
            new StoreChange.DeleteApplicationVersion(Sample.AppId(1), 5),
            new StoreChange.DeleteVenvVersion(Sample.VenvId(1), 6),
            new StoreChange.DeleteApplication(Sample.AppId(1)),
            new StoreChange.DeleteVenv(Sample.VenvId(1)));
        Assert.Equal("0 0 1 8 1 9 0 0 0 0", await HighestAsync());
    }

    [Fact]
    public async Task Numbers_of_a_commit_that_failed_are_free()
    {
        await CommitAsync([.. EveryChange.Adding()]);
        await Assert.ThrowsAsync<StoreException>(() => CommitAsync(
            new StoreChange.AddTask(Sample.Task(30)),
            new StoreChange.DeleteTask(Sample.TaskId(30)),
            new StoreChange.SaveApplication(Sample.Application(30)),
            new StoreChange.AddApplicationVersion(Sample.Version(30, 30)),
            new StoreChange.DeleteApplication(Sample.AppId(30)),
            new StoreChange.AddWork(Sample.Work(30)),
            new StoreChange.UpdateWork(Sample.WorkId(31), Sample.WorkState())));
        Assert.Equal("2 2 2 2 2 2 2 2 2 2", await HighestAsync());
    }

    [Fact]
    public async Task The_snapshot_has_all_that_is_open_and_all_definitions()
    {
        await CommitAsync([.. EveryChange.Adding()]);
        await CommitAsync([.. EveryChange.Changing()]);
        await CommitAsync(
            new StoreChange.AddTask(Sample.Task(3)),
            new StoreChange.SaveAction(Sample.Action(3, "only")),
            new StoreChange.AddTask(Sample.Task(4)),
            new StoreChange.UpdateTask(Sample.TaskId(3), Sample.TaskState(RunStage.Finished, RunStatus.Fail)));

        var task = Full.Task(1) with { Version = Sample.Package(9).Sha1, State = Sample.TaskState(at: 71) };
        AssertSame(new StoreSnapshot
        {
            Tasks = [task, Sample.Task(4)],
            Actions = [Sample.Action(1, "first")],
            CacheEntries = [Full.CacheEntry(1), Full.CacheEntry(3)],
            Works = [Full.Work(1) with { Configuration = Sample.Json(73), State = Sample.WorkState(at: 73) }],
            WorkSteps = [Sample.Step(1, "first")],
            Applications = [Sample.Application(1)],
            Versions = [Full.Version(1, 1), Sample.Version(1, 3)],
            Secrets = [Sample.Secret(1, "KEY") with { SetAt = Sample.At(74) }, Sample.Secret(1, "TOKEN", sequence: 3)],
            Venvs = [Sample.Venv(1)],
            VenvVersions = [Full.VenvVersion(1, 1), Sample.VenvVersion(1, 3)],
            Workflows = [Sample.Workflow(1)],
            Schedules = [Sample.Schedule(1) with { State = Full.ScheduleState }],
            Services = [Sample.Service(1) with { State = Full.ServiceState }],
            LastTaskSequence = 4,
            LastWorkSequence = 2,
            LastApplicationSequence = 2,
            LastHistoryId = 3,
            LastVenvSequence = 2,
            LastVenvHistoryId = 3,
            LastWorkflowSequence = 2,
            LastScheduleSequence = 2,
            LastServiceSequence = 2,
            LastAuditSequence = 3,
        }, await LoadAsync());
    }

    [Fact]
    public async Task The_snapshot_leaves_out_finished_tasks_in_whatever_order_they_end()
    {
        var stages = Enum.GetValues<RunStage>();
        await CommitAsync([.. Enumerable.Range(1, 20).Select(number => new StoreChange.AddTask(Sample.Task(number) with { State = Sample.TaskState(stages[number % stages.Length]) }))]);
        Assert.Equal(Enumerable.Range(1, 20).Where(number => stages[number % stages.Length] != RunStage.Finished).Select(number => (long)number),
            (await LoadAsync()).Tasks.Select(task => task.Sequence));
    }

    private async Task<string> HighestAsync()
    {
        var snapshot = await LoadAsync();
        return string.Join(' ',
            snapshot.LastTaskSequence,
            snapshot.LastWorkSequence,
            snapshot.LastApplicationSequence,
            snapshot.LastHistoryId,
            snapshot.LastVenvSequence,
            snapshot.LastVenvHistoryId,
            snapshot.LastWorkflowSequence,
            snapshot.LastScheduleSequence,
            snapshot.LastServiceSequence,
            snapshot.LastAuditSequence);
    }
}
