using LitePipeline.Core.Storage;
using LitePipeline.Core.Tasks;
using LitePipeline.Core.Works;

namespace LitePipeline.EndToEnd.Tests;

public class WorkflowTests
{
    [Theory]
    [InlineData("python")]
    [InlineData("csharp")]
    public async Task The_samples_script_deploys_a_workflow_and_runs_it(string language)
    {
        using var cluster = await ProcessCluster.StartAsync();
        var printed = await cluster.MustAsync("sh", Path.Combine(Repository.Samples, "workflow", "run.sh"), cluster.Http, language);
        Assert.Contains("\"status\": \"success\"", printed, StringComparison.Ordinal);
        var work = (await cluster.Manager.ListWorksAsync(new WorkQuery())).Items.Single();
        Assert.Equal(RunStatus.Success, work.State.Status);
        Assert.All((await cluster.Manager.GetWorkAsync(work.Id)).Steps, step => Assert.Equal(RunStatus.Success, step.Status));
    }

    [Fact]
    public async Task A_failed_work_is_recovered_and_runs_only_what_has_not_succeeded()
    {
        using var cluster = await ProcessCluster.StartAsync();
        var make = await cluster.DeployAsync("make", ProcessCluster.OnlyAction($$$"""sh -c 'echo make >> {{{cluster.In("runs")}}}; echo "{\"data\": {\"rows\": 3} }" > $0/output.data'"""));
        var use = await cluster.DeployAsync("use", ProcessCluster.OnlyAction($"sh -c 'echo use >> {cluster.In("runs")}; grep -q rows.*3 $0/input.data && test -e {cluster.In("fixed")}'"));
        var tell = await cluster.DeployAsync("tell", ProcessCluster.OnlyAction($"sh -c 'echo tell >> {cluster.In("runs")}'"));
        await File.WriteAllTextAsync(cluster.In("workflow.json"), $$$"""
            {"applications": [{"name": "make", "app_id": "{{{make}}}"}, {"name": "use", "app_id": "{{{use}}}", "condition": ["make"]}],
             "event_applications": {"fail": {"app_id": "{{{tell}}}"} } }
            """);
        var workflow = (await cluster.AskAsync("workflow", "create", "-n", "nightly", "-c", "workflow.json", "-e", "true")).GetProperty("workflow_id").GetString()!;
        var (code, printed) = await cluster.RunAsync("work", "run", "-w", workflow, "-n", "night", "-q");
        Assert.True(code == 10, printed);
        Assert.Equal(["make", "use", "tell"], cluster.Lines("runs"));

        await File.WriteAllTextAsync(cluster.In("fixed"), "");
        var work = (await cluster.AskAsync("work", "list")).GetProperty("works")[0].GetProperty("work_id").GetString()!;
        await cluster.AskAsync("work", "recover", "-w", work);
        var ended = await cluster.Manager.WaitForWorkAsync(new WorkId(Guid.Parse(work)));
        Assert.Equal(RunStatus.Success, ended.Work.State.Status);
        Assert.Equal(["make", "use", "tell", "use"], cluster.Lines("runs"));
        var result = (await cluster.AskAsync("work", "info", "-w", work)).GetProperty("info").GetProperty("result");
        Assert.Equal(3, result.GetProperty("make").GetProperty("result").GetProperty("rows").GetInt32());
    }
}
