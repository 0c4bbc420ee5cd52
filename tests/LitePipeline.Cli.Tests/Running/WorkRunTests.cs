using System.Text.Json;
using LitePipeline.Core.Tasks;

namespace LitePipeline.Cli.Tests.Running;

public class WorkRunTests
{
    private static async Task<string> CreateAsync(ToolHost tool, string first, string second)
    {
        var (a, b) = (await tool.DeployAsync("a", ("part", first, [])), await tool.DeployAsync("b", ("part", second, [])));
        var file = Path.Combine(tool.Folder, "workflow.json");
        await File.WriteAllTextAsync(file, $$"""{"applications": [{"name": "extract", "app_id": "{{a}}"}, {"name": "report", "app_id": "{{b}}", "condition": ["extract"]}]}""");
        return await tool.ValueAsync("workflow_id", "workflow", "create", "-n", "nightly", "-c", file, "-e", "true");
    }

    [Fact]
    public async Task A_run_shows_each_application_and_prints_the_works_result()
    {
        await using var tool = await ToolHost.StartAsync();
        var workflow = await CreateAsync(tool, """sh -c 'echo one; echo "{\"data\": {\"x\": 1}}" > "$0/output.data"'""", "sh -c 'echo two'");
        var run = await tool.RunAsync("work", "run", "-w", workflow, "-n", "job");
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
        await using var tool = await ToolHost.StartAsync();
        var workflow = await CreateAsync(tool, "false", "true");
        var run = await tool.RunAsync("work", "run", "-w", workflow, "-n", "job", "-q");
        Assert.Equal(10, run.ExitCode);
        Assert.StartsWith("The work job ended with fail: ", run.Error);
        Assert.False(JsonElement.Parse(run.Output).TryGetProperty("report", out _));
    }

    [Fact]
    public async Task A_run_says_why_a_task_of_it_waits()
    {
        await using var tool = await ToolHost.StartAsync(options => options.Nodes = 0);
        var workflow = await CreateAsync(tool, "true", "true");
        using var run = await ToolProcess.Start(tool.Folder, tool.Address, "work", "run", "-w", workflow, "-n", "job").UntilAsync("extract/task waits: No node is connected.");
        await tool.Cluster.AddNodeAsync();
        await run.UntilAsync("work ended: success");
    }

    [Fact]
    public async Task Works_and_workflows_are_printed_as_the_original_prints_them()
    {
        await using var tool = await ToolHost.StartAsync();
        var workflow = await CreateAsync(tool, "true", "true");
        Assert.Equal("""
            # | workflow_id                          | name    | create_at                  | update_at                  | enable
            1 | iiiiiiii-iiii-iiii-iiii-iiiiiiiiiiii | nightly | 2026-01-01 00:00:00.000000 | 2026-01-01 00:00:00.000000 | True  

            """, (await tool.RunAsync("workflow", "list", "-w", workflow)).Same);
        Assert.Equal($"""
            # | workflow_id                          | result | message
            1 | {workflow} | ok     |        

            """, (await tool.RunAsync("workflow", "update", "-w", workflow, "-d", "runs at night")).Good);
        Assert.Equal("""
            # | workflow_id                          | name    | create_at                  | update_at                  | enable | description  
            1 | iiiiiiii-iiii-iiii-iiii-iiiiiiiiiiii | nightly | 2026-01-01 00:00:00.000000 | 2026-01-01 00:00:00.000000 | True   | runs at night

            """, (await tool.RunAsync("workflow", "info", "-w", workflow)).Same);
        var work = await tool.ValueAsync("work_id", "work", "create", "-w", workflow, "-n", "job");
        await tool.UntilWorkAsync(work, RunStage.Finished);
        const string Table = """
            # | work_id                              | workflow_id                          | name | create_at                  | start_at                   | end_at                     | stage    | status 
            1 | iiiiiiii-iiii-iiii-iiii-iiiiiiiiiiii | iiiiiiii-iiii-iiii-iiii-iiiiiiiiiiii | job  | 2026-01-01 00:00:00.000000 | 2026-01-01 00:00:00.000000 | 2026-01-01 00:00:00.000000 | finished | success

            """;
        Assert.Equal(Table, (await tool.RunAsync("work", "list", "-W", workflow, "-S", "success")).Same);
        Assert.Equal(Table, (await tool.RunAsync("work", "info", "-w", work)).Same);
        Assert.Contains("WorkAlreadySuccess", (await tool.RunAsync("work", "recover", "-w", work)).Error);
        Assert.Equal("# | result | message\n1 | ok     |        \n", (await tool.RunAsync("work", "rerun", "-w", work)).Good);
        await tool.UntilWorkAsync(work, RunStage.Finished);
        Assert.Equal("# | result | message\n1 | ok     |        \n", (await tool.RunAsync("work", "delete", "-w", work)).Good);
        Assert.Equal("# | result | message\n1 | ok     |        \n", (await tool.RunAsync("workflow", "delete", "-w", workflow)).Good);
    }
}
