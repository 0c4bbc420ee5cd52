using LitePipeline.Core;
using LitePipeline.Core.Applications;
using LitePipeline.Core.Schedules;
using LitePipeline.Core.Services;
using LitePipeline.Core.Tasks;
using LitePipeline.Core.Venvs;
using LitePipeline.Core.Workflows;
using LitePipeline.Core.Works;
using LitePipeline.Hosting;
using LitePipeline.TestCluster;

namespace LitePipeline.Viewer.Tests.Showcases;

/// <summary>A cluster with one of everything: what ran, what failed, what runs, what waits.</summary>
internal sealed class Showcase : IAsyncDisposable
{
    private Showcase(ViewerHost host) => Host = host;

    public ViewerHost Host { get; }

    public AppId Report { get; private set; }

    public AppId Import { get; private set; }

    public VenvId Venv { get; private set; }

    public TaskId Succeeded { get; private set; }

    public TaskId Cached { get; private set; }

    public TaskId Failed { get; private set; }

    public TaskId Running { get; private set; }

    public TaskId Waiting { get; private set; }

    public WorkflowId Workflow { get; private set; }

    public WorkId Work { get; private set; }

    public ScheduleId Schedule { get; private set; }

    public ServiceId Service { get; private set; }

    public Guid NodeId { get; private set; }

    private IPipelineManager Manager => Host.Cluster.Manager;

    public static async Task<Showcase> StartAsync()
    {
        var showcase = new Showcase(await ViewerHost.StartAsync(cluster => (cluster.Nodes, cluster.SlotsPerNode) = (2, 3)));
        await showcase.DeployAsync();
        await showcase.RunAsync();
        return showcase;
    }

    /// <summary>Submits a task that succeeds by itself.</summary>
    public Task<TaskId> SubmitAsync(string name) => Manager.SubmitTaskAsync(new SubmitTaskRequest(Report, name, JsonData.Parse("""{"month": 4}""")));

    public ValueTask DisposeAsync() => Host.DisposeAsync();

    private async Task DeployAsync()
    {
        Report = await Manager.UploadAsync("monthly-report", "Adds up the month and writes the report", ("configuration.json", ShowcaseFiles.ReportBefore), ("count.sh", ShowcaseFiles.Count), ("split.sh", ShowcaseFiles.Split));
        using (var package = new MemoryStream(await Package.PackAsync(("configuration.json", ShowcaseFiles.Report), ("count.sh", ShowcaseFiles.Count), ("split.sh", ShowcaseFiles.Split))))
            await Manager.UpdateApplicationAsync(Report, new UpdatePackagedRequest(Description: "Adds up the month and writes the report"), package);
        Import = await Manager.UploadAsync("import-orders", "Takes over the orders of the shops", ("configuration.json", ShowcaseFiles.Import), ("import.sh", ShowcaseFiles.Fail));
        Venv = await Manager.UploadVenvAsync("pandas-2", "Python 3.12 with pandas 2.2");
    }

    private async Task RunAsync()
    {
        using var ann = AuditScope.Begin("ann", "10.20.0.7");
        Succeeded = await Manager.SubmitTaskAsync(new SubmitTaskRequest(Report, "report for March", JsonData.Parse("""{"month": 3, "year": 2030}""")));
        await Manager.WaitForTaskAsync(Succeeded);
        Cached = await Manager.SubmitTaskAsync(new SubmitTaskRequest(Report, "report for March again", JsonData.Parse("""{"month": 3, "year": 2030}""")));
        await Manager.WaitForTaskAsync(Cached);
        Failed = await Manager.SubmitTaskAsync(new SubmitTaskRequest(Import, "orders of shop 7", JsonData.Parse("""{"shop": 7}""")));
        await Manager.WaitForTaskAsync(Failed);
        Workflow = await Manager.CreateWorkflowAsync(new CreateWorkflowRequest("month's end", JsonData.Parse($$"""{"applications": [{"name": "report", "app_id": "{{Report}}"}, {"name": "archive", "app_id": "{{Report}}", "condition": ["report"]}]}"""), "All that the month's end needs", Enabled: true));
        Work = await Manager.CreateWorkAsync(new CreateWorkRequest(Workflow, "March", JsonData.Parse("""{"month": 3}""")));
        await Manager.WaitForWorkAsync(Work);
        Schedule = await Manager.CreateScheduleAsync(new ScheduleContent("month's end", ScheduleSource.Workflow, Workflow.Value, JsonData.Parse("""{"month": 3}"""), new ScheduleTiming { Cron = "30 2 1 * *", TimeZone = "Europe/Berlin" }, Overlap: RunOverlap.Skip, Enabled: true));
        var hold = await Manager.UploadAsync("watch-inbox", "Waits for files and tells what came", ("configuration.json", ShowcaseFiles.Hold), ("hold.sh", ShowcaseFiles.HoldScript));
        Service = await Manager.CreateServiceAsync(new ServiceContent("inbox", "Watches the inbox of the shops", hold, default, StopSignal.Kill, Enabled: true));
        Running = await Manager.SubmitTaskAsync(new SubmitTaskRequest(hold, "watch once", default, Priority: 2));
        var fussy = await Manager.UploadAsync("train-model", "Needs a machine that is not here", ("configuration.json", ShowcaseFiles.Unplaceable));
        Waiting = await Manager.SubmitTaskAsync(new SubmitTaskRequest(fussy, "train on March"));
        NodeId = (await Manager.GetClusterAsync()).Nodes.First(node => node.Description.Name == "node-0").Description.Id.Value;
        await LitePipelineTestCluster.UntilAsync(async () => (await Manager.GetTaskAsync(Running)).Live?.Running.Any(action => action.Progress is not null) == true, "the held task tells its progress");
        await LitePipelineTestCluster.UntilAsync(async () => (await Manager.GetServiceAsync(Service)).State.Stage == RunStage.Running, "the service runs");
    }
}
