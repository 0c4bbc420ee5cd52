using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using LitePipeline.AspNetCore.Api.Payloads;
using LitePipeline.AspNetCore.Client;
using LitePipeline.AspNetCore.Tests.Users;
using LitePipeline.Core;
using LitePipeline.Core.Applications;
using LitePipeline.Core.Definitions;
using LitePipeline.Core.Events;
using LitePipeline.Core.Nodes;
using LitePipeline.Core.Packages;
using LitePipeline.Core.Schedules;
using LitePipeline.Core.Services;
using LitePipeline.Core.Statistics;
using LitePipeline.Core.Storage;
using LitePipeline.Core.Tasks;
using LitePipeline.Core.Venvs;
using LitePipeline.Core.Workflows;
using LitePipeline.Core.Works;
using LitePipeline.TestCluster;

namespace LitePipeline.AspNetCore.Tests.Client;

/// <summary>The manager over HTTP is the manager: every method, held against the one in the process.</summary>
public class RemoteManagerTests
{
    private static readonly JsonSerializerOptions Options = new(ApiJsonContext.Default.Options)
    {
        TypeInfoResolver = JsonTypeInfoResolver.Combine(ApiJsonContext.Default, new DefaultJsonTypeInfoResolver()),
    };

    private static async Task<T> SameAsync<T>(IPipelineManager local, IPipelineManager remote, Func<IPipelineManager, Task<T>> ask)
    {
        var (here, there) = (await ask(local), await ask(remote));
        Assert.Equal(JsonSerializer.Serialize(here, Options), JsonSerializer.Serialize(there, Options));
        return there;
    }

    private static async Task<byte[]> ReadAsync(Stream content)
    {
        await using (content)
        {
            using var memory = new MemoryStream();
            await content.CopyToAsync(memory);
            return memory.ToArray();
        }
    }

    private static async Task<byte[]> ReadAsync(PackageContent package) => await ReadAsync(package.Content);

    [Fact]
    public async Task Every_method_does_over_HTTP_what_it_does_here()
    {
        await using var api = await ApiHost.StartAsync();
        var (local, remote) = (api.Cluster.Manager, CallRecorder.Around(new HttpPipelineManager(api.Http)));
        await SameAsync(local, remote, manager => manager.GetClusterAsync());
        var seen = new List<string>();
        using var subscription = remote.Events.Subscribe(new Listener(seen));

        var app = await ApplicationsAsync(local, remote);
        await VenvsAsync(local, remote);
        await TasksAsync(local, remote, app);
        await WorksAsync(local, remote, app);
        await SchedulesAsync(local, remote, app);
        await ServicesAsync(local, remote, app);
        await SecretsAsync(local, remote, app);
        await remote.DeleteApplicationAsync(app);
        var node = (await remote.GetClusterAsync()).Nodes.Single().Description.Id;
        await StatisticsAsync(local, remote, node);
        await remote.DrainNodeAsync(node);
        Assert.True((await SameAsync(local, remote, manager => manager.GetClusterAsync())).Nodes.Single().Draining);
        await remote.ResumeNodeAsync(node);
        Assert.False((await SameAsync(local, remote, manager => manager.GetClusterAsync())).Nodes.Single().Draining);
        await remote.RemoveNodeAsync(node);

        var methods = typeof(IPipelineManager).GetMethods().Select(method => method.Name);
        Assert.Empty(methods.Except(CallRecorder.CallsOf(remote)));
        await LitePipelineTestCluster.UntilAsync(() => { lock (seen) return Task.FromResult(seen.Contains("ApplicationDeleted")); }, "the deletion is told");
    }

    private static async Task SecretsAsync(IPipelineManager local, IPipelineManager remote, AppId app)
    {
        await remote.SetSecretAsync(app, "PASSWORD", "correct horse");
        Assert.Equal("PASSWORD", Assert.Single(await SameAsync(local, remote, manager => manager.ListSecretsAsync(app))).Name);
        await remote.DeleteSecretAsync(app, "PASSWORD");
        Assert.Empty(await SameAsync(local, remote, manager => manager.ListSecretsAsync(app)));
    }

    private static async Task<AppId> ApplicationsAsync(IPipelineManager local, IPipelineManager remote)
    {
        var (first, second) = (await Packages.AppAsync("first"), await Packages.AppAsync("second"));
        var app = await remote.CreateApplicationAsync(new CreateApplicationRequest("sums", PackageFormat.TarGz, "Adds up") { Id = new AppId(Guid.NewGuid()) }, new MemoryStream(first));
        await remote.UpdateApplicationAsync(app, new UpdatePackagedRequest("totals", ""), new MemoryStream(second));
        await SameAsync(local, remote, manager => manager.GetApplicationAsync(app));
        await SameAsync(local, remote, manager => manager.ListApplicationsAsync(new ApplicationQuery { Id = app, Name = "tot*", Offset = 0, Limit = 7, After = 99 }));
        var versions = await SameAsync(local, remote, manager => manager.ListApplicationVersionsAsync(new ApplicationVersionQuery { Application = app }));
        await SameAsync(local, remote, manager => manager.ListApplicationVersionsAsync(new ApplicationVersionQuery { Sha256 = versions.Items[1].Package.Sha256, Limit = 1 }));
        await SameAsync(local, remote, manager => manager.GetApplicationVersionAsync(app, 1));
        var old = versions.Items[1].Package;
        var package = await remote.OpenPackageAsync(app, old.Sha1);
        Assert.Equal((old, Convert.ToHexString(first)), (package.Package, Convert.ToHexString(await ReadAsync(package))));
        Assert.Equal(second, await ReadAsync(await remote.OpenPackageAsync(app)));
        await remote.ActivateApplicationVersionAsync(app, 1);
        await remote.DeleteApplicationVersionAsync(app, 2);
        Assert.Equal(first, await ReadAsync(await remote.OpenPackageAsync(app)));
        return app;
    }

    private static async Task VenvsAsync(IPipelineManager local, IPipelineManager remote)
    {
        var (first, second) = (Packages.Venv("first"), Packages.Venv("second"));
        var venv = await remote.CreateVenvAsync(new CreateVenvRequest("python", PackageFormat.TarGz), new MemoryStream(first));
        await remote.UpdateVenvAsync(venv, new UpdatePackagedRequest(Description: "newer"), new MemoryStream(second));
        await remote.UpdateVenvAsync(venv, new UpdatePackagedRequest("snake"));
        await SameAsync(local, remote, manager => manager.GetVenvAsync(venv));
        await SameAsync(local, remote, manager => manager.ListVenvsAsync(new VenvQuery { Id = venv, Name = "sn*" }));
        var versions = await SameAsync(local, remote, manager => manager.ListVenvVersionsAsync(new VenvVersionQuery { Venv = venv, After = 9 }));
        await SameAsync(local, remote, manager => manager.GetVenvVersionAsync(venv, 1));
        Assert.Equal(first, await ReadAsync(await remote.OpenVenvPackageAsync(venv, versions.Items[1].Package.Sha1)));
        await remote.ActivateVenvVersionAsync(venv, 1);
        await remote.DeleteVenvVersionAsync(venv, 2);
        await SameAsync(local, remote, manager => manager.ListVenvVersionsAsync(new VenvVersionQuery()));
        await remote.DeleteVenvAsync(venv);
        await SameAsync(local, remote, manager => manager.ListVenvsAsync(new VenvQuery()));
    }

    private static async Task TasksAsync(IPipelineManager local, IPipelineManager remote, AppId app)
    {
        var task = await remote.SubmitTaskAsync(new SubmitTaskRequest(app, "march", JsonData.Parse("""{"month": 3}"""), Priority: 5) { Id = new TaskId(Guid.NewGuid()) });
        Assert.Equal(RunStatus.Success, (await remote.WaitForTaskAsync(task)).Task.State.Status);
        await SameAsync(local, remote, manager => manager.GetTaskAsync(task));
        Assert.Single((await SameAsync(local, remote, manager => manager.GetTaskGraphAsync(task))).Actions);
        await SameAsync(local, remote, manager => manager.ListTasksAsync(new TaskQuery { Id = task, Application = app, Name = "m*", Stage = RunStage.Finished, Status = RunStatus.Success, Limit = 1 }));
        await SameAsync(local, remote, manager => manager.ListTasksAsync(new TaskQuery { Work = new WorkId(Guid.NewGuid()), Service = new ServiceId(Guid.NewGuid()), Schedule = new ScheduleId(Guid.NewGuid()) }));
        await SameAsync(local, remote, manager => manager.ListActionsAsync(new ActionQuery { Tasks = [task], Name = "echo", Stage = RunStage.Finished, Limit = 3 }));
        Assert.StartsWith("first", System.Text.Encoding.UTF8.GetString(await ReadAsync(await remote.OpenLogAsync(task, "echo"))), StringComparison.Ordinal);
        Assert.StartsWith("rst", System.Text.Encoding.UTF8.GetString(await ReadAsync(await remote.OpenLogAsync(task, "echo", offset: 2, follow: true, attempt: 1))), StringComparison.Ordinal);
        await using (var parts = await remote.FollowLogAsync(task, "echo", offset: 2))
        {
            Assert.True(await parts.MoveNextAsync());
            Assert.StartsWith("rst", parts.Current.Text, StringComparison.Ordinal);
        }

        Assert.NotEmpty(await ReadAsync(await remote.OpenWorkspaceAsync(task, "echo")));
        var package = await ApiHost.PackAsync(new ApplicationDefinition { Actions = [new ActionDefinition { Name = "echo", Main = "echo made", Artifacts = ["stdout.data"] }], OutputAction = "echo" });
        var making = await remote.SubmitTaskAsync(new SubmitTaskRequest(await remote.CreateApplicationAsync(new CreateApplicationRequest("making", PackageFormat.TarGz), new MemoryStream(package)), "make"));
        await remote.WaitForTaskAsync(making);
        await SameAsync(local, remote, manager => manager.ListArtifactsAsync(new ArtifactQuery { Task = making, Action = "echo", Path = "stdout.data", Limit = 2 }));
        var (artifact, content) = await remote.OpenArtifactAsync(making, "echo", "stdout.data");
        Assert.Equal(artifact.Size, (await ReadAsync(content)).Length);
        Assert.Equal(ErrorCode.ArtifactNotExists, (await Assert.ThrowsAsync<RequestRefusedException>(() => remote.OpenArtifactAsync(task, "echo", "other"))).Code);
        Assert.Equal(ErrorCode.InvalidParameters, (await Assert.ThrowsAsync<RequestRefusedException>(() => remote.ListArtifactsAsync(new ArtifactQuery()))).Code);
        Assert.Equal(0, await remote.ClearCacheAsync(app));
        Assert.Equal(ErrorCode.AppNotExists, (await Assert.ThrowsAsync<RequestRefusedException>(() => remote.ClearCacheAsync(new AppId(Guid.NewGuid())))).Code);
        await remote.RerunTaskAsync(task);
        Assert.Equal(2, (await remote.WaitForTaskAsync(task)).Actions[0].Attempt);
        Assert.Equal(ErrorCode.TaskAlreadySuccess, (await Assert.ThrowsAsync<RequestRefusedException>(() => remote.RecoverTaskAsync(task))).Code);
        Assert.Equal(ErrorCode.TaskAlreadyFinished, (await Assert.ThrowsAsync<RequestRefusedException>(() => remote.StopTaskAsync(task, StopSignal.Terminate))).Code);
        var unknown = new TaskId(Guid.NewGuid());
        Assert.Equal([unknown], await remote.DeleteWorkspacesAsync([task, unknown]));
        await remote.DeleteTaskAsync(task);
        Assert.Equal(ErrorCode.TaskNotExists, (await Assert.ThrowsAsync<RequestRefusedException>(() => remote.GetTaskAsync(task))).Code);
    }

    // Two answers differ in their present moment, and in what goes on with it.
    private static async Task StatisticsAsync(IPipelineManager local, IPipelineManager remote, NodeId node)
    {
        var query = new StatisticsQuery { Span = StatisticsSpan.Day, Node = node, Since = TimeProvider.System.GetUtcNow().AddDays(-1) };
        static (int, int, int) Of(StatisticsView view) => (view.PeriodSeconds, view.Periods.Sum(period => period.AttemptsStarted), view.Periods.Sum(period => period.Ran.Count));
        Assert.Equal(Of(await local.GetStatisticsAsync(query)), Of(await remote.GetStatisticsAsync(query)));
        Assert.Equal(300, (await remote.GetStatisticsAsync(query)).PeriodSeconds);
        Assert.Empty((await remote.GetStatisticsAsync(query with { Node = new NodeId(Guid.NewGuid()) })).Periods);
        Assert.Empty((await remote.GetStatisticsAsync(query with { Since = TimeProvider.System.GetUtcNow().AddDays(1) })).Periods);
    }

    private static async Task WorksAsync(IPipelineManager local, IPipelineManager remote, AppId app)
    {
        var configuration = JsonData.From(new { applications = new[] { new { name = "count", app_id = app.ToString(), condition = Array.Empty<string>() } } });
        var workflow = await remote.CreateWorkflowAsync(new CreateWorkflowRequest("monthly", configuration, "Reports") { Id = new WorkflowId(Guid.NewGuid()) });
        await remote.UpdateWorkflowAsync(workflow, new UpdateWorkflowRequest { Enabled = true });
        await SameAsync(local, remote, manager => manager.GetWorkflowAsync(workflow));
        await SameAsync(local, remote, manager => manager.ListWorkflowsAsync(new WorkflowQuery { Id = workflow, Name = "month*" }));
        var work = await remote.CreateWorkAsync(new CreateWorkRequest(workflow, "march", JsonData.Parse("""{"month": 3}""")) { Id = new WorkId(Guid.NewGuid()) });
        Assert.Equal(RunStatus.Success, (await remote.WaitForWorkAsync(work)).Work.State.Status);
        await SameAsync(local, remote, manager => manager.GetWorkAsync(work));
        await SameAsync(local, remote, manager => manager.ListWorksAsync(new WorkQuery { Id = work, Workflow = workflow, Name = "*", Stage = RunStage.Finished, Status = RunStatus.Success }));
        await SameAsync(local, remote, manager => manager.ListWorkStepsAsync(new WorkStepQuery { Works = [work], Limit = 5 }));
        await remote.RerunWorkAsync(work);
        Assert.Equal(2, (await remote.WaitForWorkAsync(work)).Work.State.Run);
        Assert.Equal(ErrorCode.WorkAlreadySuccess, (await Assert.ThrowsAsync<RequestRefusedException>(() => remote.RecoverWorkAsync(work))).Code);
        Assert.Equal(ErrorCode.WorkAlreadyFinished, (await Assert.ThrowsAsync<RequestRefusedException>(() => remote.StopWorkAsync(work))).Code);
        await remote.DeleteWorkAsync(work);
        await remote.DeleteWorkflowAsync(workflow);
        await SameAsync(local, remote, manager => manager.ListWorkflowsAsync(new WorkflowQuery()));
    }

    private static async Task SchedulesAsync(IPipelineManager local, IPipelineManager remote, AppId app)
    {
        var timing = new ScheduleTiming { Cron = "0 3 * * 1", TimeZone = "Europe/Berlin", StartAt = DateTimeOffset.UnixEpoch, EndAt = DateTimeOffset.UnixEpoch.AddYears(200) };
        var content = new ScheduleContent("nightly", ScheduleSource.Application, app.Value, JsonData.Parse("""{"x": 1}"""), timing, MissedRuns.RunAll, RunOverlap.Queue, Enabled: true);
        var schedule = await remote.CreateScheduleAsync(content, new ScheduleId(Guid.NewGuid()));
        await SameAsync(local, remote, manager => manager.GetScheduleAsync(schedule));
        await remote.UpdateScheduleAsync(schedule, content with { Timing = new ScheduleTiming { Minute = 5, Hour = 4, DayOfWeek = 7 }, Input = default, Enabled = false });
        var changed = await SameAsync(local, remote, manager => manager.GetScheduleAsync(schedule));
        Assert.Equal((new ScheduleTiming { Minute = 5, Hour = 4, DayOfWeek = 7 }, JsonData.EmptyObject), (changed.Schedule.Timing, changed.Schedule.Input));
        await SameAsync(local, remote, manager => manager.ListSchedulesAsync(new ScheduleQuery { Id = schedule, SourceId = app.Value, Name = "n*", Enabled = false }));
        await remote.DeleteScheduleAsync(schedule);
        await SameAsync(local, remote, manager => manager.ListSchedulesAsync(new ScheduleQuery()));
    }

    private static async Task ServicesAsync(IPipelineManager local, IPipelineManager remote, AppId app)
    {
        var content = new ServiceContent("web", "Serves", app, JsonData.Parse("""{"port": 1}"""), StopSignal.Terminate);
        var service = await remote.CreateServiceAsync(content, new ServiceId(Guid.NewGuid()));
        await SameAsync(local, remote, manager => manager.GetServiceAsync(service));
        await remote.UpdateServiceAsync(service, content with { Name = "site", Input = default, Signal = StopSignal.Kill });
        await SameAsync(local, remote, manager => manager.ListServicesAsync(new ServiceQuery { Id = service, Application = app, Name = "si*", Enabled = false }));
        await remote.DeleteServiceAsync(service);
        await SameAsync(local, remote, manager => manager.ListServicesAsync(new ServiceQuery()));
        await SameAsync(local, remote, manager => manager.ListAuditAsync(new AuditQuery { Subject = service.Value, Actor = "anyone", Noun = "service", Verb = "delete" }));
        await SameAsync(local, remote, manager => manager.ListAuditAsync(new AuditQuery { Offset = 1, Limit = 3 }));
    }

    [Fact]
    public async Task What_is_refused_over_there_is_refused_here_with_the_same_exception()
    {
        await using var api = await ApiHost.StartAsync(cluster => cluster.Nodes = 0);
        var remote = new HttpPipelineManager(api.Http);
        Assert.Equal(ErrorCode.AppWrongFormat, (await Assert.ThrowsAsync<PackageInvalidException>(() => remote.CreateApplicationAsync(new CreateApplicationRequest("x", PackageFormat.TarGz), new MemoryStream([1, 2, 3])))).Code);
        Assert.Equal(ErrorCode.VenvWrongFormat, (await Assert.ThrowsAsync<PackageInvalidException>(() => remote.CreateVenvAsync(new CreateVenvRequest("x", PackageFormat.Zip), new MemoryStream([1, 2, 3])))).Code);
        var broken = await ApiHost.PackAsync(Packages.Echo() with { OutputAction = "none", Actions = [new ActionDefinition { Name = "a", Main = "x", Condition = ["b"] }] });
        var invalid = await Assert.ThrowsAsync<DefinitionInvalidException>(() => remote.CreateApplicationAsync(new CreateApplicationRequest("x", PackageFormat.TarGz), new MemoryStream(broken)));
        Assert.Equal(2, invalid.Problems.Count);
        var refused = await Assert.ThrowsAsync<RequestRefusedException>(() => remote.GetTaskAsync(new TaskId(Guid.NewGuid())));
        Assert.Equal((ErrorCode.TaskNotExists, "id"), (refused.Code, refused.Field));
    }

    [Fact]
    public async Task A_caller_who_is_not_known_is_told_so_and_events_end_with_the_refusal()
    {
        await using var api = await ApiHost.StartAsync(cluster => cluster.Nodes = 0, TestUsers.Add);
        var remote = new HttpPipelineManager(api.Http);
        Assert.Equal(ErrorCode.AuthError, (await Assert.ThrowsAsync<RequestRefusedException>(() => remote.GetClusterAsync())).Code);
        var ended = new TaskCompletionSource<Exception>();
        using var subscription = remote.Events.Subscribe(new Listener([], ended));
        Assert.IsType<RequestRefusedException>(await ended.Task.WaitAsync(TimeSpan.FromSeconds(60)));
        using var viewer = api.NewClient().As("viewer", TestUsers.Password);
        await new HttpPipelineManager(viewer).GetClusterAsync();
    }

    private sealed class Listener(List<string> seen, TaskCompletionSource<Exception>? ended = null) : IObserver<PipelineEvent>
    {
        public void OnCompleted() { }

        public void OnError(Exception error) => ended?.TrySetResult(error);

        public void OnNext(PipelineEvent value)
        {
            lock (seen) seen.Add(value.GetType().Name);
        }
    }
}
