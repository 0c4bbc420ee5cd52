using System.Text.Json;
using LitePipeline.Core.Tasks;

namespace LitePipeline.Cli.Tests.Running;

public class WorkRunTests
{
    private static async Task<string> CreateAsync(ToolCluster cluster, string first, string second)
    {
        var (a, b) = (await cluster.DeployAsync("a", ("part", first, [])), await cluster.DeployAsync("b", ("part", second, [])));
        var file = Path.Combine(cluster.Folder, "workflow.json");
        await File.WriteAllTextAsync(file, $$"""{"applications": [{"name": "extract", "app_id": "{{a}}"}, {"name": "report", "app_id": "{{b}}", "condition": ["extract"]}]}""");
        return await cluster.AskAsync("workflow_id", "workflow", "create", "-n", "nightly", "-c", file, "-e", "true");
    }

    [Fact]
    public async Task A_run_shows_each_application_and_prints_the_works_result()
    {
        await using var cluster = await ToolCluster.StartAsync();
        var workflow = await CreateAsync(cluster, """sh -c 'echo one; echo "{\"data\": {\"x\": 1}}" > "$0/output.data"'""", "sh -c 'echo two'");
        var run = await cluster.RunAsync("work", "run", "-w", workflow, "-n", "job");
        Assert.Equal(0, run.ExitCode);
        Assert.Equal(1, JsonElement.Parse(run.Output).GetProperty("extract").GetProperty("result").GetProperty("x").GetInt32());
        Assert.Contains("extract/part | one\n", run.Error);
        Assert.Contains("report/part | two\n", run.Error);
        Assert.Matches(@"report ended: success\n", run.Error);
        Assert.Matches(@"work ended: success\n$", run.Error);
    }

    [Fact]
    public async Task The_exit_code_is_the_works_outcome()
    {
        await using var cluster = await ToolCluster.StartAsync();
        var workflow = await CreateAsync(cluster, "false", "true");
        var run = await cluster.RunAsync("work", "run", "-w", workflow, "-n", "job", "-q");
        Assert.Equal(10, run.ExitCode);
        Assert.StartsWith("The work job ended with fail: ", run.Error);
        Assert.False(JsonElement.Parse(run.Output).TryGetProperty("report", out _));
    }

    [Fact]
    public async Task Works_and_workflows_are_printed_as_the_original_prints_them()
    {
        await using var cluster = await ToolCluster.StartAsync();
        var workflow = await CreateAsync(cluster, "true", "true");
        Assert.Equal("""
            # | workflow_id                          | name    | create_at                  | update_at                  | enable
            1 | iiiiiiii-iiii-iiii-iiii-iiiiiiiiiiii | nightly | 2026-01-01 00:00:00.000000 | 2026-01-01 00:00:00.000000 | True  

            """, ToolCluster.Same((await cluster.RunAsync("workflow", "list", "-w", workflow)).Good));
        Assert.Equal($"""
            # | workflow_id                          | result | message
            1 | {workflow} | ok     |        

            """, (await cluster.RunAsync("workflow", "update", "-w", workflow, "-d", "runs at night")).Good);
        Assert.Equal("""
            # | workflow_id                          | name    | create_at                  | update_at                  | enable | description  
            1 | iiiiiiii-iiii-iiii-iiii-iiiiiiiiiiii | nightly | 2026-01-01 00:00:00.000000 | 2026-01-01 00:00:00.000000 | True   | runs at night

            """, ToolCluster.Same((await cluster.RunAsync("workflow", "info", "-w", workflow)).Good));
        var work = await cluster.AskAsync("work_id", "work", "create", "-w", workflow, "-n", "job");
        await cluster.UntilWorkAsync(work, RunStage.Finished);
        const string Table = """
            # | work_id                              | workflow_id                          | name | create_at                  | start_at                   | end_at                     | stage    | status 
            1 | iiiiiiii-iiii-iiii-iiii-iiiiiiiiiiii | iiiiiiii-iiii-iiii-iiii-iiiiiiiiiiii | job  | 2026-01-01 00:00:00.000000 | 2026-01-01 00:00:00.000000 | 2026-01-01 00:00:00.000000 | finished | success

            """;
        Assert.Equal(Table, ToolCluster.Same((await cluster.RunAsync("work", "list", "-W", workflow, "-S", "success")).Good));
        Assert.Equal(Table, ToolCluster.Same((await cluster.RunAsync("work", "info", "-w", work)).Good));
        Assert.Contains("WorkAlreadySuccess", (await cluster.RunAsync("work", "recover", "-w", work)).Error);
        Assert.Equal("# | result | message\n1 | ok     |        \n", (await cluster.RunAsync("work", "rerun", "-w", work)).Good);
        await cluster.UntilWorkAsync(work, RunStage.Finished);
        Assert.Equal("# | result | message\n1 | ok     |        \n", (await cluster.RunAsync("work", "delete", "-w", work)).Good);
        Assert.Equal("# | result | message\n1 | ok     |        \n", (await cluster.RunAsync("workflow", "delete", "-w", workflow)).Good);
    }
}
