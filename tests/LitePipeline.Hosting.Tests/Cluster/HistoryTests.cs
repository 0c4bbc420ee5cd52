using System.Globalization;
using LitePipeline.Core;
using LitePipeline.Core.Applications;
using LitePipeline.Core.Definitions;
using LitePipeline.Core.Packages;
using LitePipeline.Core.Storage;
using LitePipeline.Core.Tasks;
using LitePipeline.Core.Workflows;
using LitePipeline.Core.Works;
using LitePipeline.Hosting.Manager;
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

    [Theory]
    [InlineData(ClusterStore.InMemory)]
    [InlineData(ClusterStore.Sqlite)]
    public async Task Beyond_so_many_bytes_of_artifacts_the_oldest_tasks_that_have_any_go(ClusterStore store)
    {
        await using var cluster = await LitePipelineTestCluster.StartAsync(o =>
        {
            o.Store = store;
            o.ConfigureManager = manager => (manager.HistoryMaxArtifactBytes, manager.HistoryInterval) = (2_500, Often);
        });
        var without = (await cluster.RunAsync(await cluster.DeployAsync(Of(Process("only", "true"))))).Task.Id;
        var leaving = await cluster.DeployAsync(Of(Process("only", "bash -c 'head -c 1000 /dev/urandom > \"$0/made\"'") with { Artifacts = ["made"] }));
        var ran = new List<TaskId>();
        for (var i = 0; i < 5; i++) ran.Add((await cluster.RunAsync(leaving)).Task.Id);
        await UntilAsync(async () => (await TasksAsync(cluster)).Count == 3, "two tasks with artifacts are left, and the one without any");
        Assert.Equal([ran[4], ran[3], without], (await TasksAsync(cluster)).Select(task => task.Id));
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
        await using var versions = await VersionsOf.StartAsync(manager => (manager.HistoryMaxVersions, manager.HistoryInterval) = (1, Often));
        for (var i = 1; i < 5; i++) await versions.UploadAsync(i);
        Assert.Equal([4, 3], await versions.UntilAsync(2));
    }

    [Fact]
    public async Task A_current_version_that_is_an_old_one_does_not_count_nor_does_it_twice()
    {
        await using var versions = await VersionsOf.StartAsync(manager => (manager.HistoryMaxVersions, manager.HistoryInterval) = (1, TimeSpan.FromHours(1)), new FakeTimeProvider(TimeProvider.System.GetUtcNow()));
        foreach (var number in (int[])[1, 2, 3, 4, 2]) await versions.UploadAsync(number);
        await versions.Cluster.AdvanceAsync(TimeSpan.FromHours(1));
        // The content of 2 is current, in its second upload and in its first.
        Assert.Equal([2, 4, 2], await versions.UntilAsync(3));
    }

    [Fact]
    public async Task Versions_that_were_uploaded_too_long_ago_go_and_the_current_one_stays()
    {
        await using var versions = await VersionsOf.StartAsync(manager => (manager.HistoryMaxVersionAge, manager.HistoryInterval) = (TimeSpan.FromHours(10), TimeSpan.FromHours(1)), new FakeTimeProvider(TimeProvider.System.GetUtcNow()));
        await versions.UploadAsync(1);
        await versions.Cluster.AdvanceAsync(TimeSpan.FromHours(6));
        foreach (var number in (int[])[2, 3]) await versions.UploadAsync(number);
        await versions.Cluster.AdvanceAsync(TimeSpan.FromHours(6));
        Assert.Equal([3, 2], await versions.UntilAsync(2));
        await versions.Cluster.AdvanceAsync(TimeSpan.FromHours(100));
        Assert.Equal([3], await versions.UntilAsync(1));
    }

    [Fact]
    public async Task Beyond_so_many_bytes_the_oldest_versions_go_and_the_same_content_counts_once()
    {
        var options = (ManagerOptions?)null;
        await using var versions = await VersionsOf.StartAsync(manager => (options = manager).HistoryInterval = TimeSpan.FromHours(1), new FakeTimeProvider(TimeProvider.System.GetUtcNow()));
        foreach (var number in (int[])[1, 2, 2, 3, 4]) await versions.UploadAsync(number);
        var size = (await versions.Cluster.Manager.ListApplicationVersionsAsync(new ApplicationVersionQuery { Application = versions.App })).Items.Max(version => version.Package.Size);
        // Room for two beside the current one; the manager read its options at its start.
        await versions.Cluster.KillManagerAsync();
        versions.Configure(manager => (manager.HistoryMaxVersionBytes, manager.HistoryInterval) = (2 * size + 10, Often));
        await versions.Cluster.StartManagerAsync();
        Assert.Equal([4, 3, 2, 2], await versions.UntilAsync(4));
        Assert.Equal(3, VersionTests.StoredPackages(versions.Cluster));
    }

    /// <summary>An application whose versions are told apart by their description, a number.</summary>
    private sealed class VersionsOf : IAsyncDisposable
    {
        private Action<ManagerOptions> _configure = _ => { };

        public LitePipelineTestCluster Cluster { get; private set; } = null!;

        public AppId App { get; private set; }

        public static async Task<VersionsOf> StartAsync(Action<ManagerOptions> configure, TimeProvider? time = null)
        {
            var versions = new VersionsOf { _configure = configure };
            versions.Cluster = await LitePipelineTestCluster.StartAsync(o => (o.Nodes, o.Store, o.Time, o.ConfigureManager) = (0, ClusterStore.Sqlite, time ?? TimeProvider.System, manager => versions._configure(manager)));
            versions.App = await versions.Cluster.Manager.CreateApplicationAsync(new CreateApplicationRequest("app", PackageFormat.TarGz, "0"), await PackAsync(0));
            return versions;
        }

        public void Configure(Action<ManagerOptions> configure) => _configure = configure;

        public async Task UploadAsync(int number) =>
            await Cluster.Manager.UpdateApplicationAsync(App, new UpdatePackagedRequest(Description: $"{number}"), await PackAsync(number), PackageFormat.TarGz);

        /// <summary>Waits until so many are left, and returns their numbers, newest first.</summary>
        public async Task<IEnumerable<int>> UntilAsync(int count)
        {
            IReadOnlyList<ApplicationVersionRecord> left = [];
            await HistoryTests.UntilAsync(async () => (left = (await Cluster.Manager.ListApplicationVersionsAsync(new ApplicationVersionQuery { Application = App })).Items).Count == count, $"{count} versions are left");
            Assert.Equal((await Cluster.Manager.GetApplicationAsync(App)).Package.Sha1, left[0].Package.Sha1);
            return left.Select(version => int.Parse(version.Description, CultureInfo.InvariantCulture));
        }

        public ValueTask DisposeAsync() => Cluster.DisposeAsync();

        private static async Task<MemoryStream> PackAsync(int number)
        {
            var package = new MemoryStream();
            await PackageBuilder.PackDefinitionAsync(Of(Process("only", $"echo {number}")), "app", package);
            package.Position = 0;
            return package;
        }
    }
}
