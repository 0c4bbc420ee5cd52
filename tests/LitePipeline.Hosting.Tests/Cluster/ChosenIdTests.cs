using LitePipeline.Core;
using LitePipeline.Core.Applications;
using LitePipeline.Core.Schedules;
using LitePipeline.Core.Services;
using LitePipeline.Core.Storage;
using LitePipeline.Core.Tasks;
using LitePipeline.Core.Works;
using LitePipeline.TestCluster;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Time.Testing;
using static LitePipeline.Hosting.Tests.Cluster.Applications;
using static LitePipeline.Hosting.Tests.Cluster.RetryTests;

namespace LitePipeline.Hosting.Tests.Cluster;

/// <summary>Ids that submitters choose beside those that the manager gives to what it starts by itself.</summary>
public class ChosenIdTests
{
    public static TheoryData<ClusterStore> Stores => [ClusterStore.InMemory, ClusterStore.Sqlite];

    private static Task<LitePipelineTestCluster> StartAsync(ClusterStore store, TimeProvider? time = null) => LitePipelineTestCluster.StartAsync(o =>
    {
        (o.Store, o.Time) = (store, time ?? o.Time);
        o.ConfigureNodeHost = node => node.AddAction("nothing", (_, _) => Task.CompletedTask).AddAction("watch", (_, stop) => Task.Delay(Timeout.InfiniteTimeSpan, TimeProvider.System, stop));
    });

    private static async Task<TaskId> RunningAsync(LitePipelineTestCluster cluster, ServiceId service)
    {
        await LitePipelineTestCluster.UntilAsync(async () => (await cluster.Manager.GetServiceAsync(service)).State.Stage == RunStage.Running, "the service runs");
        return (await cluster.Manager.GetServiceAsync(service)).State.Task!.Value;
    }

    [Theory]
    [MemberData(nameof(Stores))]
    public async Task A_service_that_is_created_again_under_its_id_runs_again(ClusterStore store)
    {
        await using var cluster = await StartAsync(store);
        var content = new ServiceContent("watcher", "it watches", await cluster.DeployAsync(Of(Handler("a", "watch"))), default, StopSignal.Kill, Enabled: true);
        var service = new ServiceId(Guid.NewGuid());
        var tasks = new List<TaskId>();
        for (var round = 0; round < 3; round++)
        {
            await cluster.Manager.CreateServiceAsync(content, service);
            tasks.Add(await RunningAsync(cluster, service));
            await cluster.Manager.DeleteServiceAsync(service);
            Assert.Equal(RunStatus.Kill, (await cluster.Manager.WaitForTaskAsync(tasks[^1]).WaitAsync(TimeSpan.FromSeconds(60))).Task.State.Status);
        }

        Assert.Equal(3, tasks.Distinct().Count());
    }

    [Theory]
    [MemberData(nameof(Stores))]
    public async Task A_work_that_is_created_again_under_its_id_runs_again(ClusterStore store)
    {
        await using var cluster = await StartAsync(store);
        var app = await cluster.DeployAsync(Of(Handler("a", "nothing")));
        var workflow = await cluster.Manager.CreateWorkflowAsync(new CreateWorkflowRequest("one", JsonData.From(new { applications = new[] { new { name = "only", app_id = app } } }), Enabled: true));
        var work = new WorkId(Guid.NewGuid());
        for (var round = 0; round < 3; round++)
        {
            await cluster.Manager.CreateWorkAsync(new CreateWorkRequest(workflow, "again") { Id = work });
            var ended = await cluster.Manager.WaitForWorkAsync(work).WaitAsync(TimeSpan.FromSeconds(60));
            Assert.True(ended.Work.State.Status == RunStatus.Success, ended.Work.State.Message);
            await cluster.Manager.DeleteWorkAsync(work);
        }
    }

    [Theory]
    [MemberData(nameof(Stores))]
    public async Task The_attempts_of_a_task_under_the_id_of_a_removed_one_go_on_after_those_of_the_first(ClusterStore store)
    {
        await using var cluster = await StartAsync(store);
        var app = await cluster.DeployAsync(Of(Handler("a", "nothing")));
        var id = new TaskId(Guid.NewGuid());
        foreach (var expected in (int[])[1, 2, 3])
        {
            await cluster.Manager.SubmitTaskAsync(new SubmitTaskRequest(app, "again") { Id = id });
            var ended = await cluster.Manager.WaitForTaskAsync(id).WaitAsync(TimeSpan.FromSeconds(60));
            Assert.Equal(expected, ended.Actions.Single().Attempt);
            await cluster.Manager.DeleteTaskAsync(id);
            await cluster.KillManagerAsync();
            await cluster.StartManagerAsync();
        }

        // An id that nobody chose is nobody else's.
        Assert.Equal(1, (await cluster.RunAsync(app)).Actions.Single().Attempt);
    }

    [Fact]
    public async Task An_id_of_the_kind_that_the_manager_gives_cannot_be_chosen()
    {
        var time = new FakeTimeProvider(new DateTimeOffset(2026, 5, 1, 0, 0, 0, TimeSpan.Zero));
        await using var cluster = await StartAsync(ClusterStore.InMemory, time);
        var manager = cluster.Manager;
        var app = await cluster.DeployAsync(Of(Handler("a", "nothing")));
        var workflow = await manager.CreateWorkflowAsync(new CreateWorkflowRequest("one", JsonData.From(new { applications = new[] { new { name = "only", app_id = app } } }), Enabled: true));
        var schedule = await manager.CreateScheduleAsync(new("hourly", ScheduleSource.Application, app.Value, default, new ScheduleTiming { Cron = "0 * * * *" }, Enabled: true));
        await cluster.AdvanceAsync(TimeSpan.FromHours(1));
        var work = await manager.WaitForWorkAsync(await manager.CreateWorkAsync(new CreateWorkRequest(workflow, "once"))).WaitAsync(TimeSpan.FromSeconds(60));
        var service = await manager.CreateServiceAsync(new ServiceContent("watcher", "", await cluster.DeployAsync(Of(Handler("a", "watch"))), default, StopSignal.Kill, Enabled: true));
        Guid[] given =
        [
            (await manager.ListTasksAsync(new TaskQuery { Schedule = schedule })).Items.Single().Id.Value,
            work.Steps.Single().Task!.Value.Value,
            (await RunningAsync(cluster, service)).Value,
        ];
        foreach (var id in given)
        {
            // The next one that it will give differs in what the hash says alone.
            var next = Guid.Parse((id.ToString()[0] == '0' ? "1" : "0") + id.ToString()[1..]);
            await RefusedAsync(ErrorCode.InvalidParameters, "id", () => manager.SubmitTaskAsync(new SubmitTaskRequest(app, "t") { Id = new TaskId(next) }));
            await RefusedAsync(ErrorCode.InvalidParameters, "id", () => manager.CreateWorkAsync(new CreateWorkRequest(workflow, "w") { Id = new WorkId(next) }));
        }

        var own = Guid.Parse("6f1b7f9e-6c1d-8d6a-9a0e-0f5b7c3d2e11");
        Assert.Equal(own, (await manager.SubmitTaskAsync(new SubmitTaskRequest(app, "t") { Id = new TaskId(own) })).Value);
    }
}
