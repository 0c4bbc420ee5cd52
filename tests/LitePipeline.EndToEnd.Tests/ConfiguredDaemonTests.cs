using System.Text.RegularExpressions;

namespace LitePipeline.EndToEnd.Tests;

/// <summary>The daemons as an installation runs them: from what <c>litepipeline config</c> wrote, by its start scripts.</summary>
public sealed partial class ConfiguredDaemonTests : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("litepipeline-config-");

    public void Dispose() => _folder.Delete(recursive: true);

    private string In(string name) => Path.Combine(_folder.FullName, name);

    private async Task<(int ExitCode, string Printed)> RunAsync(string program, params string[] arguments)
    {
        using var process = ToolProcess.Program(program, _folder.FullName, arguments);
        return (await process.ExitCodeAsync(), process.Printed);
    }

    private async Task<string> MustAsync(string program, params string[] arguments)
    {
        var (code, printed) = await RunAsync(program, arguments);
        Assert.True(code == 0, printed);
        return printed;
    }

    // The installation's ports are the defaults; this one must not meet another on this machine.
    private async Task SetPortsAsync(int http, int tcp)
    {
        foreach (var file in Directory.EnumerateFiles(_folder.FullName, "configuration.yml", SearchOption.AllDirectories))
            await File.WriteAllTextAsync(file, TcpPort().Replace(HttpPort().Replace(await File.ReadAllTextAsync(file), $"${{1}}{http}"), $"${{1}}{tcp}"));
    }

    [Fact]
    public async Task What_config_writes_runs_a_manager_and_a_node_that_know_each_other()
    {
        await MustAsync("litepipeline", "config", In("site"));
        var (http, tcp) = (ProcessCluster.FreePort(), ProcessCluster.FreePort());
        await SetPortsAsync(http, tcp);
        try
        {
            await MustAsync(In("site/manager/manager.sh"), "start");
            await MustAsync(In("site/node/node.sh"), "start");
            Assert.Contains("runs as process", await MustAsync(In("site/manager/manager.sh"), "status"), StringComparison.Ordinal);
            var manager = $"127.0.0.1:{http}";
            Directory.CreateDirectory(In("short"));
            await File.WriteAllTextAsync(In("short/configuration.json"), ProcessCluster.OnlyAction("sh -c 'echo from the node'"));
            await MustAsync("litepipeline", "pack", "short");
            var app = Regex.Match(await MustAsync("litepipeline", manager, "app", "create", "-f", "short.tar.gz", "-n", "short"), "[0-9a-f-]{36}").Value;
            Assert.Contains("only | from the node", await MustAsync("litepipeline", manager, "task", "run", "-a", app, "-n", "job"), StringComparison.Ordinal);
            Assert.NotEmpty(await File.ReadAllTextAsync(In("site/manager/logs/manager.log")));
            Assert.NotEmpty(await File.ReadAllTextAsync(In("site/node/logs/node.log")));
        }
        finally
        {
            await RunAsync(In("site/node/node.sh"), "stop");
            await RunAsync(In("site/manager/manager.sh"), "stop");
        }
        Assert.Equal(3, (await RunAsync(In("site/manager/manager.sh"), "status")).ExitCode);
    }

    [Fact]
    public async Task A_start_script_waits_until_its_manager_is_ready_or_tells_why_it_is_not()
    {
        await MustAsync("litepipeline", "manager", "-g", In("manager"));
        await SetPortsAsync(ProcessCluster.FreePort(), ProcessCluster.FreePort());
        try
        {
            await MustAsync(In("manager/manager.sh"), "start");
            Assert.Contains("LitePipeline is ready", await File.ReadAllTextAsync(In("manager/manager.out")), StringComparison.Ordinal);
        }
        finally
        {
            await RunAsync(In("manager/manager.sh"), "stop");
        }

        await File.AppendAllTextAsync(In("manager/configuration.yml"), "\nhttp_prt: 8000\n");
        var (code, printed) = await RunAsync(In("manager/manager.sh"), "start");
        Assert.True(code == 1 && printed.Contains("did you mean http_port?", StringComparison.Ordinal), printed);
    }

    [GeneratedRegex(@"(?m)^((?:manager_)?tcp_port: )\d+")]
    private static partial Regex TcpPort();

    [GeneratedRegex(@"(?m)^(http_port: )\d+")]
    private static partial Regex HttpPort();
}
