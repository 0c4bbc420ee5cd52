namespace LitePipeline.Cli.Tests.Watching;

/// <summary>What people see, on a terminal that the system's <c>script</c> provides.</summary>
public class TerminalTests
{
    private static async Task<string> OnTerminalAsync(ToolCluster cluster, string command, string environment = "TERM=xterm")
    {
        using var terminal = ToolProcess.Run("script", cluster.Folder, ["-qec", $"env {environment} dotnet {ToolProcess.Assembly} {cluster.Address} {command}", "/dev/null"]);
        await terminal.ExitAsync();
        // What .NET itself sends to any terminal to set its keys.
        return terminal.Output.Replace("\e[?1h\e=", "", StringComparison.Ordinal).Replace("\r\n", "\n", StringComparison.Ordinal).Replace("\r", "", StringComparison.Ordinal);
    }

    [Fact]
    public async Task States_are_coloured_on_a_terminal_and_never_elsewhere()
    {
        await using var cluster = await ToolCluster.StartAsync();
        var (good, bad) = (await cluster.DeployAsync("good", ("first", "true", [])), await cluster.DeployAsync("bad", ("first", "false", [])));
        await cluster.RunAsync("task", "run", "-a", good, "-n", "good", "-q");
        await cluster.RunAsync("task", "run", "-a", bad, "-n", "bad", "-q");
        var seen = await OnTerminalAsync(cluster, "task list");
        Assert.Contains("| \e[32msuccess\e[0m", seen);
        Assert.Contains("| \e[31mfail\e[0m   ", seen);
        Assert.DoesNotContain("\e", await OnTerminalAsync(cluster, "task list", "TERM=xterm NO_COLOR=1"));
        Assert.DoesNotContain("\e", await OnTerminalAsync(cluster, "task list", "TERM=dumb"));
        Assert.DoesNotContain("\e", await OnTerminalAsync(cluster, "task list | cat"));
        Assert.DoesNotContain("\e", await OnTerminalAsync(cluster, "task list -r"));
    }

    [Fact]
    public async Task A_run_is_a_picture_with_the_output_above_it()
    {
        await using var cluster = await ToolCluster.StartAsync();
        var app = await cluster.DeployAsync("one", ("first", "sh -c 'echo said [this]; sleep 0.6'", []));
        var seen = await OnTerminalAsync(cluster, "task run -a " + app + " -n job");
        Assert.Contains("first |", seen);
        Assert.Contains("said [this]", seen);
        Assert.Contains("1 of 1 actions done", seen);
        Assert.Contains("\"returncode\": 0", seen);
    }

    [Fact]
    public async Task A_watched_list_is_drawn_in_place()
    {
        await using var cluster = await ToolCluster.StartAsync();
        var app = await cluster.DeployAsync("one", ("first", "true", []));
        var task = await cluster.AskAsync("task_id", "task", "create", "-a", app, "-n", "job");
        var seen = await OnTerminalAsync(cluster, "-W 12 task info --watch -t " + task);
        Assert.Contains("\e[", seen);
        Assert.Contains("finished", seen);
    }
}
