using System.Net.Http.Json;
using System.Text.Json;
using System.Text.RegularExpressions;
using LitePipeline.AspNetCore.Users;

namespace LitePipeline.Cli.Tests.Servers;

/// <summary>Manager and node as processes that run from their files.</summary>
public sealed partial class DaemonTests : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("litepipeline-daemon-");

    public void Dispose() => _folder.Delete(recursive: true);

    private string In(string name) => Path.Combine(_folder.FullName, name);

    // Rewrites lines of a generated file, so that tests beside this one do not want the same ports.
    private void Set(string file, params (string Key, string Line)[] lines)
    {
        var text = File.ReadAllText(In(file));
        foreach (var (key, line) in lines) text = Regex.Replace(text, $"(?m)^(# )?{key}:.*$", line);
        File.WriteAllText(In(file), text);
    }

    internal static int FreePort()
    {
        using var listener = new System.Net.Sockets.TcpListener(System.Net.IPAddress.Loopback, 0);
        listener.Start();
        return ((System.Net.IPEndPoint)listener.LocalEndpoint).Port;
    }

    private static string Address(ToolProcess manager) => LoopbackAddress().Match(manager.Output).Value;

    private static async Task<string> DeployAsync(string address, string folder, params string[] user)
    {
        var application = Directory.CreateDirectory(Path.Combine(folder, "app")).FullName;
        await File.WriteAllTextAsync(Path.Combine(application, "configuration.json"), """{"actions": [{"name": "first", "main": "sh -c 'echo it runs'"}], "output_action": "first"}""");
        _ = (await Ran.ToolAsync("pack", application, "-o", Path.Combine(folder, "app.zip"))).Good;
        return JsonElement.Parse((await Ran.ToolAsync([address, .. user, "app", "create", "-f", Path.Combine(folder, "app.zip"), "-n", "a", "--json"])).Good).GetProperty("app_id").GetString()!;
    }

    [Fact]
    public async Task A_manager_and_a_node_run_from_the_files_that_config_wrote()
    {
        _ = (await Ran.ToolAsync("config", _folder.FullName)).Good;
        var (http, tcp, own) = (FreePort(), FreePort(), FreePort());
        Set("manager/configuration.yml", ("http_port", $"http_port: {http}"), ("tcp_host", "tcp_host: 127.0.0.1"), ("tcp_port", $"tcp_port: {tcp}"));
        Set("node/configuration.yml", ("manager_tcp_port", $"manager_tcp_port: {tcp}"), ("name", "name: from-a-file"), ("http_port", $"http_port: {own}"));
        using var manager = await ToolProcess.Start(_folder.FullName, "manager", "-c", "manager/configuration.yml").UntilAsync("LitePipeline is ready");
        using var node = await ToolProcess.Start(_folder.FullName, "node", "-c", "node/configuration.yml").UntilAsync("The LitePipeline node from-a-file runs: 2 slots");
        Assert.DoesNotContain("Warning", manager.Error + node.Error);
        var address = $"127.0.0.1:{http}";
        var ran = await Ran.ToolAsync(address, "task", "run", "-a", await DeployAsync(address, _folder.FullName), "-n", "job");
        Assert.Contains("first | it runs\n", ran.Error);
        Assert.Equal(0, ran.ExitCode);

        using var client = new HttpClient();
        var about = await client.GetFromJsonAsync<JsonElement>(new Uri($"http://127.0.0.1:{own}/"));
        Assert.Equal("LitePipeline node service", about.GetProperty("message").GetString());
        var nodes = JsonElement.Parse((await Ran.ToolAsync(address, "cluster", "info", "--json")).Good).GetProperty("info").GetProperty("nodes");
        Assert.Equal(("127.0.0.1", own), (nodes[0].GetProperty("http_host").GetString(), nodes[0].GetProperty("http_port").GetInt32()));

        Assert.Equal(0, await node.SignalAsync("TERM"));
        Assert.Equal(0, await manager.SignalAsync("TERM"));
        Assert.Matches(@"(?m)^\d{4}-\d\d-\d\d \d\d:\d\d:\d\d\.\d{3} INFO LitePipeline\.Hosting\.Manager\.ManagerService: The manager is ready", await File.ReadAllTextAsync(In("manager/logs/manager.log")));
        Assert.Contains("INFO LitePipeline.Hosting.Node.NodeAgent: Connected to the manager", await File.ReadAllTextAsync(In("node/logs/node.log")));
        Assert.DoesNotContain("Microsoft.AspNetCore", await File.ReadAllTextAsync(In("manager/logs/manager.log")));
        Assert.True(File.Exists(In("manager/data/manager.db")));
    }

    [Fact]
    public async Task Users_of_a_file_sign_in_and_nobody_else_does()
    {
        await File.WriteAllTextAsync(In("configuration.yml"), $"""
            data_path: data
            http_host: 0.0.0.0
            http_port: {FreePort()}
            tcp_port: {FreePort()}
            users:
              - name: ann
                role: viewer
                password_hash: {LitePipelineUsers.HashPassword("of ann")}
              - name: admin
                password: of admin
            """);
        using var manager = await ToolProcess.Start(_folder.FullName, "manager", "-c", "configuration.yml").UntilAsync("LitePipeline is ready");
        var address = $"127.0.0.1:{Regex.Match(manager.Output, @"http://0\.0\.0\.0:(\d+)").Groups[1].Value}";
        Assert.StartsWith("AuthError: ", (await Ran.ToolAsync(address, "app", "list")).Error);
        Assert.StartsWith("AuthError: ", (await Ran.ToolAsync(address, "-u", "ann", "-p", "wrong", "app", "list")).Error);
        Assert.Equal(0, (await Ran.ToolAsync(address, "-u", "ann", "-p", "of ann", "app", "list")).ExitCode);
        Assert.Equal(0, (await Ran.ToolAsync(name => name switch { "LITEPIPELINE_USER" => "ann", "LITEPIPELINE_PASSWORD" => "of ann", _ => null }, address, "app", "list")).ExitCode);
        Assert.StartsWith("AuthError: ", (await Ran.ToolAsync(address, "-u", "ann", "-p", "of ann", "task", "stop", "-t", Guid.NewGuid().ToString())).Error);
        Assert.NotEqual("", await DeployAsync(address, _folder.FullName, "-u", "admin", "-p", "of admin"));
        Assert.StartsWith("AuthError: ", (await Ran.ToolAsync(address, "events")).Error);
        Assert.Contains("'admin' can be read in this file", manager.Error);
    }

    [Fact]
    public async Task Nodes_join_with_the_token_or_the_password_of_the_files_and_no_others()
    {
        var tcp = FreePort();
        await File.WriteAllTextAsync(In("manager.yml"), $"data_path: data\nhttp_port: {FreePort()}\ntcp_host: 0.0.0.0\ntcp_port: {tcp}\nusers: [{{name: admin, password: of admin}}]\n");
        await File.WriteAllTextAsync(In("good.yml"), $"data_path: good\nname: good\nmanager_tcp_port: {tcp}\nmanager_user: admin\nmanager_password: of admin\n");
        await File.WriteAllTextAsync(In("bad.yml"), $"data_path: bad\nname: bad\nmanager_tcp_port: {tcp}\nmanager_user: admin\nmanager_password: guessed\n");
        using var manager = await ToolProcess.Start(_folder.FullName, "manager", "-c", "manager.yml").UntilAsync("LitePipeline is ready");
        using var bad = await ToolProcess.Start(_folder.FullName, "node", "-c", "bad.yml").UntilAsync("The cluster token is missing or wrong");
        using var good = await ToolProcess.Start(_folder.FullName, "node", "-c", "good.yml").UntilAsync("Connected to the manager");
        var nodes = JsonElement.Parse((await Ran.ToolAsync(Address(manager), "-u", "admin", "-p", "of admin", "cluster", "info", "--json")).Good).GetProperty("info").GetProperty("nodes");
        Assert.Equal("good", Assert.Single(nodes.EnumerateArray()).GetProperty("name").GetString());
    }

    [Fact]
    public async Task The_start_script_starts_one_manager_and_stops_it()
    {
        _ = (await Ran.ToolAsync("manager", "-g", _folder.FullName)).Good;
        Set("configuration.yml", ("http_port", $"http_port: {FreePort()}"), ("tcp_host", "tcp_host: 127.0.0.1"), ("tcp_port", $"tcp_port: {FreePort()}"));
        // Written by the test's process, the script names that one: the tool is another here.
        await File.WriteAllTextAsync(In("manager.sh"), Regex.Replace(await File.ReadAllTextAsync(In("manager.sh")), "nohup .* manager -c", $"nohup dotnet '{ToolProcess.Assembly}' manager -c"));
        Assert.Equal((0, true), await ScriptAsync("start", "manager runs as process"));
        Assert.Equal((0, true), await ScriptAsync("start", "manager runs already"));
        Assert.Equal((0, true), await ScriptAsync("status", "manager runs as process"));
        await ToolHost.UntilAsync(() => Task.FromResult(File.ReadAllText(In("manager.out")).Contains("LitePipeline is ready", StringComparison.Ordinal)), "the manager is ready");
        Assert.Equal((0, true), await ScriptAsync("stop", "manager has ended"));
        Assert.Equal((3, true), await ScriptAsync("status", "manager does not run"));
        Assert.Equal((2, true), await ScriptAsync("dance", "usage:"));
    }

    private async Task<(int ExitCode, bool Says)> ScriptAsync(string what, string says)
    {
        using var script = ToolProcess.Run("sh", _folder.FullName, [In("manager.sh"), what]);
        var code = await script.ExitAsync();
        return (code, (script.Output + script.Error).Contains(says, StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("http_host: 0.0.0.0", "http_host 0.0.0.0:8000 is not on this machine alone, and no users are configured")]
    [InlineData("tcp_host: 0.0.0.0", "neither node_token nor node_token_file nor node_authority is set: anybody could join as a node")]
    [InlineData("app_stor: local.zip", "did you mean app_store?")]
    public async Task A_file_that_may_not_be_run_is_refused_and_makes_nothing(string line, string why)
    {
        await File.WriteAllTextAsync(In("configuration.yml"), $"data_path: data\nlog_path: logs\n{line}\n");
        var ran = await Ran.ToolAsync("manager", "-c", In("configuration.yml"));
        Assert.Equal((2, ""), (ran.ExitCode, ran.Output));
        Assert.Contains(why, ran.Error);
        Assert.Empty(_folder.GetDirectories());
    }

    [Theory]
    [InlineData("-g/--generate-config do not go together", "manager", "-c", "x", "-g", "y")]
    [InlineData("--data does not go together with -c/--config", "manager", "-c", "x", "--data", "y")]
    [InlineData("--slots does not go together with -c/--config", "node", "-c", "x", "--slots", "2")]
    [InlineData("--manager does not go together with -c/--config", "viewer", "-c", "x", "--manager", "y:1")]
    public async Task Options_that_contradict_a_file_are_refused(string why, params string[] line)
    {
        var ran = await Ran.ToolAsync(line);
        Assert.Equal((2, ""), (ran.ExitCode, ran.Output));
        Assert.Contains(why, ran.Error);
    }

    [Fact]
    public async Task A_hash_of_a_password_from_standard_input_lets_its_user_in()
    {
        using var hashing = ToolProcess.Run("dotnet", _folder.FullName, [ToolProcess.Assembly, "user", "hash", "--original"], "s3cret\n");
        Assert.Equal(0, await hashing.ExitAsync());
        var lines = hashing.Output.Split('\n');
        Assert.Matches("^[A-Za-z0-9+/=]{80,}$", lines[0]);
        Assert.Equal(LitePipelineUsers.OriginalTokenKey("s3cret"), lines[1]);
        using var empty = ToolProcess.Run("dotnet", _folder.FullName, [ToolProcess.Assembly, "user", "hash"], "\n");
        Assert.Equal(2, await empty.ExitAsync());
    }

    [GeneratedRegex(@"127\.0\.0\.1:\d+")]
    private static partial Regex LoopbackAddress();
}
