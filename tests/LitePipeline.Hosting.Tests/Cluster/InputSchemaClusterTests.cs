using LitePipeline.Core;
using LitePipeline.Core.Applications;
using LitePipeline.Core.Packages;
using LitePipeline.Core.Schedules;
using LitePipeline.Core.Services;
using LitePipeline.Core.Storage;
using LitePipeline.Core.Tasks;
using LitePipeline.Hosting.Packages;
using LitePipeline.TestCluster;
using static LitePipeline.Hosting.Tests.Cluster.Applications;

namespace LitePipeline.Hosting.Tests.Cluster;

/// <summary>Every door through which an input comes checks it by the application's schema.</summary>
public class InputSchemaClusterTests
{
    private static readonly JsonData Good = JsonData.Parse("""{"month": 3}""");
    private static readonly JsonData Bad = JsonData.Parse("""{"month": "May"}""");
    private static readonly ScheduleTiming Nightly = new() { Cron = "0 3 * * *" };

    private static async Task RefusedAsync(Func<Task> request, string problem = "$.month: value is \"string\" but should be \"integer\"")
    {
        var refused = await Assert.ThrowsAsync<RequestRefusedException>(request);
        Assert.Equal((ErrorCode.InvalidParameters, "input_data"), (refused.Code, refused.Refusal.Field));
        Assert.Contains(problem, refused.Message, StringComparison.Ordinal);
    }

    private static Task<AppId> DeployAsync(LitePipelineTestCluster cluster, string schema) =>
        cluster.DeployAsync(Of(Process("a", "true")) with { InputSchema = JsonData.Parse(schema) }, "report");

    private static async Task UpdateAsync(LitePipelineTestCluster cluster, AppId application, string schema)
    {
        using var package = new MemoryStream();
        await PackageBuilder.PackDefinitionAsync(Of(Process("a", "true")) with { InputSchema = JsonData.Parse(schema) }, "report", package);
        package.Position = 0;
        await cluster.Manager.UpdateApplicationAsync(application, new UpdatePackagedRequest(), package);
    }

    private const string Month = """{"type": "object", "properties": {"month": {"type": "integer"}}, "required": ["month"]}""";

    [Fact]
    public async Task What_does_not_fit_is_refused_and_leaves_nothing()
    {
        await using var cluster = await LitePipelineTestCluster.StartAsync(o => o.Nodes = 0);
        var manager = cluster.Manager;
        var app = await DeployAsync(cluster, Month);
        var workflow = await manager.CreateWorkflowAsync(new CreateWorkflowRequest("two", JsonData.From(new
        {
            applications = new object[]
            {
                new { name = "first", app_id = app, condition = Array.Empty<string>() },
                new { name = "second", app_id = app, condition = new[] { "first" } },
            },
        }), Enabled: true));

        await RefusedAsync(() => manager.SubmitTaskAsync(new SubmitTaskRequest(app, "t", Bad)));
        await RefusedAsync(() => manager.SubmitTaskAsync(new SubmitTaskRequest(app, "t")), "required properties [\"month\"]");
        await RefusedAsync(() => manager.CreateWorkAsync(new CreateWorkRequest(workflow, "w", Bad)));
        await RefusedAsync(() => manager.CreateServiceAsync(new ServiceContent("s", "", app, Bad, StopSignal.Kill, Enabled: false)));
        await RefusedAsync(() => manager.CreateScheduleAsync(new ScheduleContent("s", ScheduleSource.Application, app.Value, Bad, Nightly)));
        await RefusedAsync(() => manager.CreateScheduleAsync(new ScheduleContent("s", ScheduleSource.Workflow, workflow.Value, Bad, Nightly)));

        Assert.Equal(0, (await manager.ListTasksAsync(new())).Total + (await manager.ListWorksAsync(new())).Total + (await manager.ListServicesAsync(new())).Total + (await manager.ListSchedulesAsync(new())).Total);
        await manager.SubmitTaskAsync(new SubmitTaskRequest(app, "t", Good));
        await manager.CreateWorkAsync(new CreateWorkRequest(workflow, "w", Good));
    }

    [Fact]
    public async Task Each_version_has_its_own_schema_and_counts_as_soon_as_it_is_current()
    {
        await using var cluster = await LitePipelineTestCluster.StartAsync(o => o.Nodes = 0);
        var manager = cluster.Manager;
        var app = await DeployAsync(cluster, Month);
        var task = new TaskId(Guid.NewGuid());
        await manager.SubmitTaskAsync(new SubmitTaskRequest(app, "t", Good) { Id = task });
        await manager.StopTaskAsync(task);
        var service = await manager.CreateServiceAsync(new ServiceContent("s", "", app, Good, StopSignal.Kill, Enabled: true));
        var schedule = new ScheduleContent("s", ScheduleSource.Application, app.Value, Good, Nightly, Enabled: true);
        var scheduled = await manager.CreateScheduleAsync(schedule);

        await UpdateAsync(cluster, app, """{"type": "object", "required": ["year"]}""");
        await RefusedAsync(() => manager.SubmitTaskAsync(new SubmitTaskRequest(app, "t", Good)), "required properties [\"year\"]");
        // The same request as before is answered as before.
        Assert.Equal(task, await manager.SubmitTaskAsync(new SubmitTaskRequest(app, "t", Good) { Id = task }));
        await manager.WaitForTaskAsync(task);
        await RefusedAsync(() => manager.RerunTaskAsync(task), "required properties [\"year\"]");

        // What is there can be renamed and disabled, and is checked when it is enabled again.
        await manager.UpdateScheduleAsync(scheduled, schedule with { Name = "renamed" });
        await manager.UpdateScheduleAsync(scheduled, schedule with { Enabled = false });
        await RefusedAsync(() => manager.UpdateScheduleAsync(scheduled, schedule), "required properties [\"year\"]");
        var content = new ServiceContent("renamed", "", app, Good, StopSignal.Kill, Enabled: false);
        await manager.UpdateServiceAsync(service, content);
        await RefusedAsync(() => manager.UpdateServiceAsync(service, content with { Enabled = true }), "required properties [\"year\"]");

        var first = (await manager.ListApplicationVersionsAsync(new ApplicationVersionQuery { Application = app, OldestFirst = true })).Items[0];
        await manager.ActivateApplicationVersionAsync(app, first.HistoryId);
        await manager.SubmitTaskAsync(new SubmitTaskRequest(app, "t", Good));
    }

    [Fact]
    public async Task A_schema_that_is_none_is_refused_with_its_upload()
    {
        await using var cluster = await LitePipelineTestCluster.StartAsync(o => o.Nodes = 0);
        var refused = await Assert.ThrowsAsync<DefinitionInvalidException>(() => DeployAsync(cluster, """{"properties": {"month": {"type": "int"}}}"""));
        Assert.Contains(refused.Problems, problem => problem.Path == "$.input_schema.properties.month.type");
        Assert.Equal(0, (await cluster.Manager.ListApplicationsAsync(new ApplicationQuery())).Total);
    }
}
