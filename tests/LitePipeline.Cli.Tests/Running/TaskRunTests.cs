using System.Text.Json;
using LitePipeline.Core.Definitions;
using LitePipeline.Core.Storage;
using LitePipeline.Core.Tasks;

namespace LitePipeline.Cli.Tests.Running;

public class TaskRunTests
{
    [Fact]
    public async Task A_run_prints_the_result_alone_on_standard_output_and_how_it_goes_on_standard_error()
    {
        await using var tool = await ToolHost.StartAsync();
        var app = await tool.DeployAsync("sums",
            ("first", """sh -c 'echo one; echo two; echo "{\"data\": {\"x\": 1.50}}" > "$0/output.data"'""", []),
            ("second", "sh -c 'echo three'", ["first"]));
        var run = await tool.RunAsync("task", "run", "-a", app, "-n", "job");
        Assert.Equal(0, run.ExitCode);
        var result = JsonElement.Parse(run.Output);
        Assert.Equal("success", result.GetProperty("second").GetProperty("status").GetString());
        Assert.Contains("                \"x\": 1.5\n", run.Output);
        Assert.Contains("first | one\nfirst | two\n", run.Error);
        Assert.Contains("second | three\n", run.Error);
        Assert.Matches(@"\d\d:\d\d:\d\d task ended: success\n$", run.Error);
    }

    [Theory]
    [InlineData("sh -c 'echo sorry; exit 3'", 10, "The task job ended with fail: Action 'first' failed: It ended with exit code 3.")]
    [InlineData("true", 0, "")]
    public async Task The_exit_code_is_the_tasks_outcome(string main, int code, string message)
    {
        await using var tool = await ToolHost.StartAsync();
        var app = await tool.DeployAsync("one", ("first", main, []));
        var run = await tool.RunAsync("task", "run", "-a", app, "-n", "job", "-q", "--json");
        Assert.Equal(code, run.ExitCode);
        Assert.StartsWith(message, run.Error);
        Assert.Equal(message.Length == 0, run.Error.Length == 0);
        Assert.Matches("^\\{\"first\":\\{.*\\}\\}\n$", run.Output);
    }

    [Fact]
    public async Task A_run_says_why_it_does_not_go_on()
    {
        await using var tool = await ToolHost.StartAsync(options => options.Nodes = 0);
        var action = new ActionDefinition { Name = "first", Main = $"sh -c 'until [ -e {tool.In("go")} ]; do sleep 0.05; done'" };
        var elsewhere = action with { Name = "second", Main = "true", TargetEnv = new TargetEnvironment { Platform = "windows" } };
        var app = (await tool.Cluster.DeployAsync(new ApplicationDefinition { Actions = [action, elsewhere], OutputAction = "first", MaxRunningTasks = 1 })).ToString();
        using var first = await ToolProcess.Start(tool.Folder, tool.Address, "task", "run", "-a", app, "-n", "one").UntilAsync("task waits: No node is connected.");
        await tool.Cluster.AddNodeAsync();
        await first.UntilAsync("first started");
        await first.UntilAsync("second waits: No connected node can run it: node-0: platform windows, it is linux");
        using var second = await ToolProcess.Start(tool.Folder, tool.Address, "task", "run", "-a", app, "-n", "two").UntilAsync("task waits: 1 of its application run or wait before it, and 1 may run at once");
    }

    [Fact]
    public async Task A_task_that_was_stopped_ends_its_run_with_11()
    {
        await using var tool = await ToolHost.StartAsync();
        var app = await tool.DeployAsync("slow", ("first", "sh -c 'sleep 600'", []));
        var running = tool.RunAsync("task", "run", "-a", app, "-n", "job");
        await ToolHost.UntilAsync(async () => (await tool.Cluster.Manager.ListTasksAsync(new TaskQuery { Stage = RunStage.Running })).Total == 1, "the task runs");
        await tool.RunAsync("task", "stop", "-t", await tool.ValueAsync("tasks.0.task_id", "task", "list"));
        var run = await running;
        Assert.True(run.ExitCode == 11, run.Error);
        Assert.Contains("The task job ended with kill", run.Error);
    }

    [Fact]
    public async Task A_refused_run_ends_with_1_and_runs_nothing()
    {
        await using var tool = await ToolHost.StartAsync(options => options.Nodes = 0);
        var run = await tool.RunAsync("task", "run", "-a", "2f1b7f9e-6c1d-4d6a-9a0e-0f5b7c3d2e11", "-n", "job");
        Assert.Equal((1, ""), (run.ExitCode, run.Output));
        Assert.StartsWith("AppNotExists", run.Error);
        Assert.Equal("0", await tool.ValueAsync("total", "task", "list"));
    }

    [Fact]
    public async Task Ctrl_C_leaves_the_task_running_and_says_how_to_stop_it()
    {
        await using var tool = await ToolHost.StartAsync();
        var app = await tool.DeployAsync("slow", ("first", "sh -c 'echo begun; sleep 600'", []));
        using var run = await ToolProcess.Start(tool.Folder, tool.Address, "task", "run", "-a", app, "-n", "job").UntilAsync("first | begun");
        Assert.Equal(130, await run.SignalAsync("INT"));
        var task = await tool.ValueAsync("tasks.0.task_id", "task", "list", "-s", "running");
        Assert.Contains($"The task {task} goes on. Stop it with 'task stop -t {task}'.", run.Error);
        Assert.Equal("", run.Output);
    }

    [Fact]
    public async Task A_run_of_many_actions_shows_the_output_of_all()
    {
        await using var tool = await ToolHost.StartAsync(options => options.SlotsPerNode = 8);
        var app = await tool.DeployAsync("wide", [.. Enumerable.Range(0, 40).Select(i => ($"part-{i}", $"sh -c 'echo said {i}'", Array.Empty<string>()))]);
        var run = await tool.RunAsync("task", "run", "-a", app, "-n", "job");
        Assert.Equal(0, run.ExitCode);
        Assert.All(Enumerable.Range(0, 40), i => Assert.Contains($"part-{i} | said {i}\n", run.Error));
    }
}
