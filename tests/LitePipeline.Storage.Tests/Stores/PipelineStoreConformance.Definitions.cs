using LitePipeline.Core;
using LitePipeline.Core.Schedules;
using LitePipeline.Core.Services;
using LitePipeline.Core.Storage;
using LitePipeline.Storage.Tests.Samples;

namespace LitePipeline.Storage.Tests.Stores;

public abstract partial class PipelineStoreConformance
{
    [Fact]
    public async Task Applications_and_their_versions_come_back_with_all_their_members()
    {
        await CommitAsync(
            new StoreChange.SaveApplication(Full.Application(1)),
            new StoreChange.SaveApplication(Sample.Application(2)),
            new StoreChange.AddApplicationVersion(Full.Version(1, 1)),
            new StoreChange.AddApplicationVersion(Sample.Version(1, 2)));
        AssertSame(new[] { Sample.Application(2), Full.Application(1) }, await ListAsync(new ApplicationQuery()));
        AssertSame(new[] { Sample.Version(1, 2), Full.Version(1, 1) }, await ListAsync(new ApplicationVersionQuery()));

        await CommitAsync(new StoreChange.SaveApplication(Sample.Application(1)), new StoreChange.SaveApplication(Full.Application(2)));
        AssertSame(new[] { Full.Application(2), Sample.Application(1) }, await ListAsync(new ApplicationQuery()));
        AssertSame(new[] { Sample.Version(1, 2), Full.Version(1, 1) }, await ListAsync(new ApplicationVersionQuery()));
    }

    [Fact]
    public async Task A_deleted_application_takes_its_history_along_and_leaves_its_tasks()
    {
        await CommitAsync(
            new StoreChange.SaveApplication(Sample.Application(1)),
            new StoreChange.SaveApplication(Sample.Application(2)),
            new StoreChange.AddApplicationVersion(Sample.Version(1, 1)),
            new StoreChange.AddApplicationVersion(Sample.Version(2, 2)),
            new StoreChange.AddApplicationVersion(Sample.Version(1, 3)),
            new StoreChange.AddTask(Sample.Task(1)));
        await CommitAsync(new StoreChange.DeleteApplication(Sample.AppId(1)));
        AssertSame(new[] { Sample.Application(2) }, await ListAsync(new ApplicationQuery()));
        AssertSame(new[] { Sample.Version(2, 2) }, await ListAsync(new ApplicationVersionQuery()));
        Assert.Equal(Sample.AppId(1), (await TaskAsync(1)).Application);
    }

    [Fact]
    public async Task Secrets_come_back_with_all_their_members_and_go_with_their_application()
    {
        await CommitAsync(
            new StoreChange.SaveApplication(Sample.Application(1)),
            new StoreChange.SaveApplication(Sample.Application(2)),
            new StoreChange.SaveSecret(Full.Secret(1, "KEY")),
            new StoreChange.SaveSecret(Sample.Secret(2, "KEY", sequence: 2)),
            new StoreChange.SaveSecret(Sample.Secret(1, "key", sequence: 3)));
        AssertSame(new[] { Full.Secret(1, "KEY"), Sample.Secret(2, "KEY", 2), Sample.Secret(1, "key", 3) }, (await LoadAsync()).Secrets);

        var changed = Full.Secret(1, "KEY") with { Protected = "another", Revision = Sample.Id('r', 9), SetBy = null };
        await CommitAsync(new StoreChange.SaveSecret(changed), new StoreChange.DeleteSecret(Sample.AppId(1), "key"), new StoreChange.DeleteSecret(Sample.AppId(1), "none"));
        AssertSame(new[] { changed, Sample.Secret(2, "KEY", 2) }, (await LoadAsync()).Secrets);

        await CommitAsync(new StoreChange.DeleteApplication(Sample.AppId(1)));
        AssertSame(new[] { Sample.Secret(2, "KEY", 2) }, (await LoadAsync()).Secrets);
    }

    [Fact]
    public async Task A_secret_of_no_application_or_of_anothers_number_is_refused()
    {
        await CommitAsync(new StoreChange.SaveApplication(Sample.Application(1)), new StoreChange.SaveSecret(Sample.Secret(1, "KEY")));
        await Assert.ThrowsAsync<StoreException>(() => CommitAsync(new StoreChange.SaveSecret(Sample.Secret(2, "KEY", sequence: 2))));
        await Assert.ThrowsAsync<StoreException>(() => CommitAsync(new StoreChange.SaveSecret(Sample.Secret(1, "KEY", sequence: 2))));
        await Assert.ThrowsAsync<StoreException>(() => CommitAsync(new StoreChange.SaveSecret(Sample.Secret(1, "OTHER", sequence: 1))));
        AssertSame(new[] { Sample.Secret(1, "KEY") }, (await LoadAsync()).Secrets);
    }

    [Fact]
    public async Task One_version_can_be_deleted_from_its_own_applications_history_only()
    {
        await CommitAsync(
            new StoreChange.SaveApplication(Sample.Application(1)),
            new StoreChange.SaveApplication(Sample.Application(2)),
            new StoreChange.AddApplicationVersion(Sample.Version(1, 1)),
            new StoreChange.AddApplicationVersion(Sample.Version(2, 2)),
            new StoreChange.AddApplicationVersion(Sample.Version(1, 3)));
        await CommitAsync(new StoreChange.DeleteApplicationVersion(Sample.AppId(1), 2));
        Assert.Equal(3, (await ListAsync(new ApplicationVersionQuery())).Count);

        await CommitAsync(new StoreChange.DeleteApplicationVersion(Sample.AppId(1), 3));
        AssertSame(new[] { Sample.Version(2, 2), Sample.Version(1, 1) }, await ListAsync(new ApplicationVersionQuery()));
    }

    [Fact]
    public async Task Venvs_and_their_versions_come_back_with_all_their_members()
    {
        await CommitAsync(
            new StoreChange.SaveVenv(Full.Venv(1)),
            new StoreChange.SaveVenv(Sample.Venv(2)),
            new StoreChange.AddVenvVersion(Full.VenvVersion(1, 1)),
            new StoreChange.AddVenvVersion(Sample.VenvVersion(1, 2)));
        AssertSame(new[] { Sample.Venv(2), Full.Venv(1) }, await ListAsync(new VenvQuery()));
        AssertSame(new[] { Sample.VenvVersion(1, 2), Full.VenvVersion(1, 1) }, await ListAsync(new VenvVersionQuery()));

        await CommitAsync(new StoreChange.SaveVenv(Sample.Venv(1)), new StoreChange.SaveVenv(Full.Venv(2)));
        AssertSame(new[] { Full.Venv(2), Sample.Venv(1) }, await ListAsync(new VenvQuery()));
        AssertSame(new[] { Sample.VenvVersion(1, 2), Full.VenvVersion(1, 1) }, await ListAsync(new VenvVersionQuery()));
    }

    [Fact]
    public async Task A_deleted_venv_takes_its_history_along()
    {
        await CommitAsync(
            new StoreChange.SaveVenv(Sample.Venv(1)),
            new StoreChange.SaveVenv(Sample.Venv(2)),
            new StoreChange.AddVenvVersion(Sample.VenvVersion(1, 1)),
            new StoreChange.AddVenvVersion(Sample.VenvVersion(2, 2)),
            new StoreChange.AddVenvVersion(Sample.VenvVersion(2, 3)),
            new StoreChange.AddVenvVersion(Sample.VenvVersion(1, 4)));
        await CommitAsync(new StoreChange.DeleteVenvVersion(Sample.VenvId(1), 3), new StoreChange.DeleteVenvVersion(Sample.VenvId(2), 2));
        Assert.Equal([4, 3, 1], (await ListAsync(new VenvVersionQuery())).Select(version => version.HistoryId));

        await CommitAsync(new StoreChange.DeleteVenv(Sample.VenvId(1)));
        AssertSame(new[] { Sample.Venv(2) }, await ListAsync(new VenvQuery()));
        AssertSame(new[] { Sample.VenvVersion(2, 3) }, await ListAsync(new VenvVersionQuery()));
    }

    [Fact]
    public async Task A_workflow_comes_back_with_all_its_members_and_its_works_outlive_it()
    {
        await CommitAsync(new StoreChange.SaveWorkflow(Full.Workflow(1)), new StoreChange.SaveWorkflow(Sample.Workflow(2)), new StoreChange.AddWork(Sample.Work(1)));
        AssertSame(new[] { Sample.Workflow(2), Full.Workflow(1) }, await ListAsync(new WorkflowQuery()));
        await CommitAsync(new StoreChange.SaveWorkflow(Sample.Workflow(1)), new StoreChange.SaveWorkflow(Full.Workflow(2)));
        AssertSame(new[] { Full.Workflow(2), Sample.Workflow(1) }, await ListAsync(new WorkflowQuery()));

        await CommitAsync(new StoreChange.DeleteWorkflow(Sample.WorkflowId(1)));
        AssertSame(new[] { Full.Workflow(2) }, await ListAsync(new WorkflowQuery()));
        AssertSame(Sample.Work(1), await WorkAsync(1));
    }

    [Fact]
    public async Task A_schedule_comes_back_with_all_its_members_and_what_it_started_outlives_it()
    {
        await CommitAsync(
            new StoreChange.SaveSchedule(Full.Schedule(1)),
            new StoreChange.SaveSchedule(Sample.Schedule(2)),
            new StoreChange.AddTask(Sample.Task(1) with { Schedule = Sample.ScheduleId(1) }),
            new StoreChange.AddWork(Sample.Work(1) with { Schedule = Sample.ScheduleId(1) }));
        AssertSame(new[] { Sample.Schedule(2), Full.Schedule(1) }, await ListAsync(new ScheduleQuery()));
        await CommitAsync(new StoreChange.SaveSchedule(Sample.Schedule(1)), new StoreChange.SaveSchedule(Full.Schedule(2)));
        AssertSame(new[] { Full.Schedule(2), Sample.Schedule(1) }, await ListAsync(new ScheduleQuery()));

        await CommitAsync(new StoreChange.DeleteSchedule(Sample.ScheduleId(1)));
        AssertSame(new[] { Full.Schedule(2) }, await ListAsync(new ScheduleQuery()));
        Assert.Equal(Sample.ScheduleId(1), (await TaskAsync(1)).Schedule);
        Assert.Equal(Sample.ScheduleId(1), (await WorkAsync(1)).Schedule);
    }

    [Fact]
    public async Task An_update_replaces_a_schedules_state_and_nothing_else()
    {
        await CommitAsync(new StoreChange.SaveSchedule(Sample.Schedule(1)), new StoreChange.SaveSchedule(Sample.Schedule(2)));
        await CommitAsync(new StoreChange.UpdateSchedule(Sample.ScheduleId(1), Full.ScheduleState));
        AssertSame(new[] { Sample.Schedule(2), Sample.Schedule(1) with { State = Full.ScheduleState } }, await ListAsync(new ScheduleQuery()));

        await CommitAsync(new StoreChange.UpdateSchedule(Sample.ScheduleId(1), new ScheduleState(Sample.At(9))));
        AssertSame(new ScheduleState(Sample.At(9)), Assert.Single((await ListAsync(new ScheduleQuery { Id = Sample.ScheduleId(1) }))).State);
    }

    [Fact]
    public async Task A_service_comes_back_with_all_its_members_and_its_tasks_outlive_it()
    {
        await CommitAsync(
            new StoreChange.SaveService(Full.Service(1)),
            new StoreChange.SaveService(Sample.Service(2)),
            new StoreChange.AddTask(Sample.Task(1) with { Service = Sample.ServiceId(1) }));
        AssertSame(new[] { Sample.Service(2), Full.Service(1) }, await ListAsync(new ServiceQuery()));
        await CommitAsync(new StoreChange.SaveService(Sample.Service(1)), new StoreChange.SaveService(Full.Service(2)));
        AssertSame(new[] { Full.Service(2), Sample.Service(1) }, await ListAsync(new ServiceQuery()));

        await CommitAsync(new StoreChange.DeleteService(Sample.ServiceId(1)));
        AssertSame(new[] { Full.Service(2) }, await ListAsync(new ServiceQuery()));
        Assert.Equal(Sample.ServiceId(1), (await TaskAsync(1)).Service);
    }

    [Fact]
    public async Task An_update_replaces_a_services_state_and_nothing_else()
    {
        await CommitAsync(new StoreChange.SaveService(Sample.Service(1)), new StoreChange.SaveService(Sample.Service(2)));
        await CommitAsync(new StoreChange.UpdateService(Sample.ServiceId(1), Full.ServiceState));
        AssertSame(new[] { Sample.Service(2), Sample.Service(1) with { State = Full.ServiceState } }, await ListAsync(new ServiceQuery()));

        await CommitAsync(new StoreChange.UpdateService(Sample.ServiceId(1), new ServiceState()));
        AssertSame(new[] { Sample.Service(2), Sample.Service(1) }, await ListAsync(new ServiceQuery()));
    }
}
