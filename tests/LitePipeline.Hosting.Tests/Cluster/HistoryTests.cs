using LitePipeline.Core;
using LitePipeline.Core.Definitions;
using LitePipeline.Core.Packages;
using LitePipeline.Core.Storage;
using LitePipeline.Core.Tasks;
using LitePipeline.Core.Workflows;
using LitePipeline.Core.Works;
using LitePipeline.Hosting.Packages;
using LitePipeline.TestCluster;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Time.Testing;
using static LitePipeline.Hosting.Tests.Cluster.Applications;

namespace LitePipeline.Hosting.Tests.Cluster;

/// <summary>The history is kept within its limits, and what is not finished is never touched.</summary>
public class HistoryTests
{
    private static readonly TimeSpan Often = TimeSpan.FromMilliseconds(20);

    private static async Task<IReadOnlyList<TaskRecord>> TasksAsync(LitePipelineTestCluster cluster) => (await cluster.Manager.ListTasksAsync(new TaskQuery())).Items;

    private static Task UntilAsync(Func<Task<bool>> holds, string what) => LitePipelineTestCluster.UntilAsync(holds, what);

    [Theory]
    [InlineData(ClusterStore.InMemory)]
    [InlineData(ClusterStore.Sqlite)]
    public async Task Beyond_so_many_tasks_the_oldest_go_with_their_workspaces(ClusterStore store)
    {
        await using var cluster = await LitePipelineTestCluster.StartAsync(o =>
        {
            o.Store = store;
            o.ConfigureManager = manager => (manager.HistoryMaxTasks, manager.HistoryInterval) = (2, Often);
            o.ConfigureNodeHost = node => node.AddAction("wait", (_, stopping) => Task.Delay(Timeout.InfiniteTimeSpan, TimeProvider.System, stopping));
        });
        var running = await cluster.Manager.SubmitTaskAsync(new SubmitTaskRequest(await cluster.DeployAsync(Of(Handler("only", "wait"))), "runs on"));
        var app = await cluster.DeployAsync(Of(Process("only", "true")));
        var ran = new List<TaskId>();
        for (var i = 0; i < 6; i++) ran.Add((await cluster.RunAsync(app)).Task.Id);

        await UntilAsync(async () => (await TasksAsync(cluster)).Count == 3, "two finished tasks are left, and the one that runs");
        Assert.Equal([ran[5], ran[4], running], (await TasksAsync(cluster)).Select(task => task.Id));
        var workspaces = Path.Combine(cluster.Nodes[0].Folder, "workspaces");
        await UntilAsync(() => Task.FromResult(!Directory.EnumerateDirectories(workspaces, ran[0].ToString(), SearchOption.AllDirectories).Any()), "the workspaces of the first have gone");
    }

    [Fact]
    public async Task What_ended_too_long_ago_goes_and_what_ended_later_stays()
    {
        var time = new FakeTimeProvider(new DateTimeOffset(2026, 1, 1, 0, 0, 0, TimeSpan.Zero));
        await using var cluster = await LitePipelineTestCluster.StartAsync(o =>
        {
            o.Time = time;
            o.ConfigureManager = manager => (manager.HistoryMaxAge, manager.HistoryInterval) = (TimeSpan.FromHours(10), TimeSpan.FromHours(1));
            o.ConfigureNodeHost = node => node.AddAction("done", (_, _) => Task.CompletedTask);
        });
        var app = await cluster.DeployAsync(Of(Handler("only", "done")));
        var old = (await cluster.RunAsync(app)).Task.Id;
        await cluster.AdvanceAsync(TimeSpan.FromHours(6));
        var young = (await cluster.RunAsync(app)).Task.Id;
        await cluster.AdvanceAsync(TimeSpan.FromHours(3));
        Assert.Equal([young, old], (await TasksAsync(cluster)).Select(task => task.Id));
        await cluster.AdvanceAsync(TimeSpan.FromHours(3));
        await UntilAsync(async () => (await TasksAsync(cluster)).Select(task => task.Id).SequenceEqual([young]), "the old task has gone");
    }

    [Fact]
    public async Task A_work_goes_with_its_tasks_and_never_without()
    {
        await using var cluster = await LitePipelineTestCluster.StartAsync(o =>
        {
            o.ConfigureManager = manager => (manager.HistoryMaxTasks, manager.HistoryInterval) = (2, Often);
            o.ConfigureNodeHost = node => node.AddAction("done", (_, _) => Task.CompletedTask);
        });
        var app = await cluster.DeployAsync(Of(Handler("only", "done")));
        var configuration = JsonData.From(new { applications = new[] { new { name = "a", app_id = app, condition = Array.Empty<string>() }, new { name = "b", app_id = app, condition = (string[])["a"] } } });
        var workflow = await cluster.Manager.CreateWorkflowAsync(new CreateWorkflowRequest("two", configuration, "", Enabled: true));
        var work = await cluster.Manager.CreateWorkAsync(new CreateWorkRequest(workflow, "old"));
        await cluster.Manager.WaitForWorkAsync(work).WaitAsync(TimeSpan.FromSeconds(60));
        var last = (await cluster.RunAsync(app)).Task.Id;
        await UntilAsync(async () => (await cluster.Manager.ListWorksAsync(new WorkQuery())).Total == 0, "the work has gone");
        Assert.Equal([last], (await TasksAsync(cluster)).Select(task => task.Id));
    }

    [Fact]
    public async Task Beyond_so_many_versions_the_oldest_go_and_the_current_one_stays()
    {
        await using var cluster = await LitePipelineTestCluster.StartAsync(o =>
        {
            o.Nodes = 0;
            o.ConfigureManager = manager => (manager.HistoryMaxVersions, manager.HistoryInterval) = (1, Often);
        });
        var app = await cluster.DeployAsync(Of(Process("only", "echo 0")));
        for (var i = 1; i < 5; i++) await UpdateAsync(i);
        await UntilAsync(async () => (await VersionsAsync()).Count == 2, "one version is left beside the current one");
        var versions = await VersionsAsync();
        Assert.Equal((await cluster.Manager.GetApplicationAsync(app)).Package.Sha1, versions[0].Package.Sha1);

        async Task<IReadOnlyList<Core.Applications.ApplicationVersionRecord>> VersionsAsync() => (await cluster.Manager.ListApplicationVersionsAsync(new ApplicationVersionQuery { Application = app })).Items;
        async Task UpdateAsync(int number)
        {
            using var package = new MemoryStream();
            await PackageBuilder.PackDefinitionAsync(Of(Process("only", $"echo {number}")), "app", package);
            package.Position = 0;
            await cluster.Manager.UpdateApplicationAsync(app, new UpdatePackagedRequest(), package, PackageFormat.TarGz);
        }
    }
}
