namespace LitePipeline.Cli.Tests.Watching;

/// <summary>What people see, on a terminal that the system's <c>script</c> provides.</summary>
public class TerminalTests
{
    private static async Task<string> OnTerminalAsync(ToolHost tool, string command, string environment = "TERM=xterm")
    {
        using var terminal = ToolProcess.Run("script", tool.Folder, ["-qec", $"env {environment} dotnet {ToolProcess.Assembly} {tool.Address} {command}", "/dev/null"]);
        await terminal.ExitAsync();
        // What .NET itself sends to any terminal to set its keys.
        return terminal.Output.Replace("\e[?1h\e=", "", StringComparison.Ordinal).Replace("\r\n", "\n", StringComparison.Ordinal).Replace("\r", "", StringComparison.Ordinal);
    }

    [Fact]
    public async Task States_are_coloured_on_a_terminal_and_never_elsewhere()
    {
        await using var tool = await ToolHost.StartAsync();
        var (good, bad) = (await tool.DeployAsync("good", ("first", "true", [])), await tool.DeployAsync("bad", ("first", "false", [])));
        await tool.RunAsync("task", "run", "-a", good, "-n", "good", "-q");
        await tool.RunAsync("task", "run", "-a", bad, "-n", "bad", "-q");
        var seen = await OnTerminalAsync(tool, "task list");
        Assert.Contains("| \e[32msuccess\e[0m", seen);
        Assert.Contains("| \e[31mfail\e[0m   ", seen);
        Assert.DoesNotContain("\e", await OnTerminalAsync(tool, "task list", "TERM=xterm NO_COLOR=1"));
        Assert.DoesNotContain("\e", await OnTerminalAsync(tool, "task list", "TERM=dumb"));
        Assert.DoesNotContain("\e", await OnTerminalAsync(tool, "task list | cat"));
        Assert.DoesNotContain("\e", await OnTerminalAsync(tool, "task list -r"));
    }

    [Fact]
    public async Task A_run_is_a_picture_with_the_output_above_it()
    {
        await using var tool = await ToolHost.StartAsync();
        var app = await tool.DeployAsync("one", ("first", "sh -c 'echo said [this]; sleep 0.6'", []));
        var seen = await OnTerminalAsync(tool, "task run -a " + app + " -n job");
        Assert.Contains("first |", seen);
        Assert.Contains("said [this]", seen);
        Assert.Contains("1 of 1 actions done", seen);
        Assert.Contains("\"returncode\": 0", seen);
    }

    [Fact]
    public async Task A_watched_list_is_drawn_in_place()
    {
        await using var tool = await ToolHost.StartAsync();
        var app = await tool.DeployAsync("one", ("first", "true", []));
        var task = await tool.ValueAsync("task_id", "task", "create", "-a", app, "-n", "job");
        var seen = await OnTerminalAsync(tool, "-W 12 task info --watch -t " + task);
        Assert.Contains("\e[", seen);
        Assert.Contains("finished", seen);
    }
}
