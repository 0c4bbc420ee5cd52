namespace LitePipeline.Cli.Tests;

public class UsageTests
{
    private const string Address = "127.0.0.1:1";

    [Theory]
    [InlineData("A command is missing; give one of venv, venv_history, app,")]
    [InlineData("'frob' is neither a command nor a manager's HOST:PORT.", "frob")]
    [InlineData("'frob' is no command here; give one of venv, venv_history, app,", Address, "frob")]
    [InlineData("A command is missing; give one of create,", Address, "app")]
    [InlineData("Option '--file' is required.", Address, "app", "create", "-n", "x")]
    [InlineData("-l/--limit is 'x'; give a whole number, 0 or more.", Address, "app", "list", "-l", "x")]
    [InlineData("-o/--offset is '-1'; give a whole number, 0 or more.", Address, "app", "list", "-o", "-1")]
    [InlineData("-W/--column_width is '-5'; give a whole number, 0 or more.", Address, "app", "list", "-W", "-5")]
    [InlineData("--stage: Argument 'asleep' not recognized.", Address, "task", "list", "-s", "asleep")]
    [InlineData("-g/--signal is '5'; give -9 (kill) or -15 (terminate).", Address, "task", "stop", "-t", "x", "-g", "5")]
    [InlineData("--task_id is 'x'; give a task's id, which is a UUID.", Address, "task", "watch", "-t", "x")]
    [InlineData("No manager is named.", "app", "list")]
    [InlineData("HOST:PORT is '127.0.0.1:0', which is no address", "127.0.0.1:0", "app", "list")]
    [InlineData("Unrecognized command or argument '--frob'.", Address, "app", "list", "--frob")]
    public async Task A_command_line_that_is_not_understood_names_the_word_and_tries_nothing(string message, params string[] words)
    {
        var ran = await Ran.ToolAsync(words);
        Assert.Equal((ExitCode.Usage, ""), (ran.ExitCode, ran.Output));
        Assert.StartsWith(message, ran.Error, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("--http 0.0.0.0:8000 is not on this machine alone, and no users are configured", "--http", "0.0.0.0:8000")]
    [InlineData("--http is 'nonsense'; give HOST:PORT", "--http", "nonsense")]
    [InlineData("--http is '127.0.0.1:99999'; give HOST:PORT", "--http", "127.0.0.1:99999")]
    [InlineData("--tcp is ''; give HOST:PORT", "--tcp", "")]
    [InlineData("--slots is '0'; give a whole number from 1 to 100000.", "--slots", "0")]
    [InlineData("--slots is 'two'; give a whole number from 1 to 100000.", "--slots", "two")]
    [InlineData("--token is empty", "--token", "")]
    public async Task Up_refuses_a_wrong_option_before_it_makes_anything(string message, params string[] words)
    {
        var data = Path.Combine(Path.GetTempPath(), $"litepipeline-{Guid.NewGuid():n}");
        var ran = await Ran.ToolAsync(["up", "--data", data, .. words]);
        Assert.Equal((ExitCode.Usage, ""), (ran.ExitCode, ran.Output));
        Assert.StartsWith(message, ran.Error, StringComparison.Ordinal);
        Assert.False(Directory.Exists(data));
    }

    [Fact]
    public async Task Up_on_a_port_in_use_says_so_and_leaves_nothing()
    {
        using var other = new System.Net.Sockets.TcpListener(System.Net.IPAddress.Loopback, 0);
        other.Start();
        var data = Path.Combine(Path.GetTempPath(), $"litepipeline-{Guid.NewGuid():n}");
        foreach (var (http, tcp) in new[] { ("127.0.0.1:0", other.LocalEndpoint.ToString()!), (other.LocalEndpoint.ToString()!, "127.0.0.1:0") })
        {
            var ran = await Ran.ToolAsync("up", "--data", data, "--http", http, "--tcp", tcp);
            Assert.Equal((ExitCode.Failed, ""), (ran.ExitCode, ran.Output));
            Assert.StartsWith("The manager cannot start: ", ran.Error, StringComparison.Ordinal);
            Assert.Contains(other.LocalEndpoint.ToString()!, ran.Error, StringComparison.Ordinal);
            Assert.False(Directory.Exists(data));
        }
    }

    [Fact]
    public async Task Nodes_from_elsewhere_need_a_token()
    {
        var data = Path.Combine(Path.GetTempPath(), $"litepipeline-{Guid.NewGuid():n}");
        var ran = await Ran.ToolAsync("up", "--data", data, "--http", "127.0.0.1:0", "--tcp", "0.0.0.0:0");
        Assert.Equal(ExitCode.Failed, ran.ExitCode);
        Assert.Contains("anybody could join as a node", ran.Error, StringComparison.Ordinal);
        Assert.Single(ran.Error.Split('\n', StringSplitOptions.RemoveEmptyEntries));
        Assert.False(Directory.Exists(data));
    }

    [Fact]
    public async Task A_manager_that_is_not_there_is_named_with_what_to_do()
    {
        var ran = await Ran.ToolAsync(Address, "app", "list");
        Assert.Equal(ExitCode.Failed, ran.ExitCode);
        Assert.Matches(@"^The manager at 127\.0\.0\.1:1 cannot be reached: .+\. Start it with 'litepipeline up', or correct the address\.\n$", ran.Error);
    }

    [Fact]
    public async Task The_manager_may_be_named_by_the_environment()
    {
        await using var tool = await ToolHost.StartAsync(o => o.Nodes = 0);
        var ran = await Ran.ToolAsync(name => name == "LITEPIPELINE_MANAGER" ? tool.Address : null, "app", "list");
        Assert.Equal((ExitCode.Ok, ""), (ran.ExitCode, ran.Error));
    }

    [Fact]
    public async Task Help_and_version_end_with_exit_code_0()
    {
        var help = await Ran.ToolAsync("task", "create", "--help");
        Assert.Equal(ExitCode.Ok, help.ExitCode);
        Assert.Contains("--app_id", help.Output, StringComparison.Ordinal);
        Assert.Equal(ExitCode.Ok, (await Ran.ToolAsync("--version")).ExitCode);
    }
}
