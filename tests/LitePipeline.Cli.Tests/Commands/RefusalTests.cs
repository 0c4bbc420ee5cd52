namespace LitePipeline.Cli.Tests.Commands;

public class RefusalTests
{
    private const string Nothing = "2f1b7f9e-6c1d-4d6a-9a0e-0f5b7c3d2e11";

    [Fact]
    public async Task A_refusal_is_said_on_standard_error_and_ends_with_1()
    {
        await using var tool = await ToolHost.StartAsync(options => options.Nodes = 0);
        var run = await tool.RunAsync("task", "info", "-t", Nothing);
        Assert.Equal((1, ""), (run.ExitCode, run.Output));
        Assert.StartsWith("TaskNotExists (task_id): ", run.Error);
    }

    [Theory]
    [InlineData("-r", "{\n    \"field\": \"app_id\",\n")]
    [InlineData("--json", "{\"result\":\"AppNotExists\",")]
    public async Task A_program_that_asks_for_JSON_gets_a_refusal_as_JSON_too(string flag, string begin)
    {
        await using var tool = await ToolHost.StartAsync(options => options.Nodes = 0);
        var run = await tool.RunAsync("app", "info", "-a", Nothing, flag);
        Assert.Equal(1, run.ExitCode);
        Assert.StartsWith(begin, run.Output);
        Assert.StartsWith("AppNotExists (app_id): ", run.Error);
    }

    [Theory]
    [InlineData("-i/--input is not JSON at character 2 of line 1.", "127.0.0.1:1", "task", "create", "-a", "x", "-n", "y", "-i", "{x}")]
    [InlineData("-g/--signal is '-1'; give -9 (kill) or -15 (terminate).", "127.0.0.1:1", "task", "stop", "-t", "x", "-g", "-1")]
    [InlineData("-l/--limit is 'many'; give a whole number, 0 or more.", "127.0.0.1:1", "app", "list", "-l", "many")]
    [InlineData("-H/--hour is '24'; give 0 to 23, or -1 for unset.", "127.0.0.1:1", "schedule", "create", "-a", "x", "-n", "y", "-H", "24")]
    [InlineData("--priority is '1001'; give a whole number from -1000 to 1000.", "127.0.0.1:1", "task", "create", "-a", "x", "-n", "y", "--priority", "1001")]
    [InlineData("Name what the schedule starts: -a/--app_id or -w/--workflow_id.", "127.0.0.1:1", "schedule", "create", "-n", "y")]
    [InlineData("--task_id is 'x'; give a task's id, which is a UUID.", "127.0.0.1:1", "task", "watch", "-t", "x")]
    [InlineData("HOST:PORT is 'nowhere', which is no address; write one such as 127.0.0.1:8000 or https://manager.example:8000.", "nowhere", "app", "list")]
    [InlineData("No manager is named. Write its address first", "app", "list")]
    public async Task What_was_not_understood_is_named_and_ends_with_2(string message, params string[] line)
    {
        var run = await Ran.ToolAsync(line);
        Assert.Equal((2, ""), (run.ExitCode, run.Output));
        Assert.Contains(message, run.Error);
    }

    [Fact]
    public async Task A_manager_that_is_not_there_is_named()
    {
        var run = await Ran.ToolAsync("127.0.0.1:1", "app", "list");
        Assert.Equal((1, ""), (run.ExitCode, run.Output));
        Assert.StartsWith("The manager at 127.0.0.1:1 cannot be reached: ", run.Error);
    }

    [Fact]
    public async Task A_file_that_is_not_there_is_named()
    {
        Assert.Contains("-f/--file: Could not find file", (await Ran.ToolAsync("127.0.0.1:1", "app", "create", "-f", "nothing.zip", "-n", "x")).Error);
        Assert.Contains("-c/--config: Could not find file", (await Ran.ToolAsync("127.0.0.1:1", "workflow", "create", "-c", "nothing.json", "-n", "x")).Error);
        Assert.Contains("'litepipeline pack /tmp'", (await Ran.ToolAsync("127.0.0.1:1", "app", "create", "-f", "/tmp", "-n", "x")).Error);
    }

    [Fact]
    public async Task The_manager_and_the_user_may_stand_in_variables()
    {
        await using var tool = await ToolHost.StartAsync(options => options.Nodes = 0);
        Assert.Equal(0, (await Ran.ToolAsync(name => name == "LITEPIPELINE_MANAGER" ? tool.Address : null, "app", "list")).ExitCode);
        var wrong = await Ran.ToolAsync(name => name == "LITEPIPELINE_MANAGER" ? "nowhere" : null, "app", "list");
        Assert.Contains("LITEPIPELINE_MANAGER is 'nowhere'", wrong.Error);
    }
}
