using System.Text.RegularExpressions;
using LitePipeline.AspNetCore.Client;
using LitePipeline.Core;
using LitePipeline.Core.Definitions;
using LitePipeline.Core.Packages;
using LitePipeline.Core.Tasks;
using LitePipeline.Hosting.Packages;
using LitePipeline.TestCluster;

namespace LitePipeline.EndToEnd.Tests;

public sealed class KillTests : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("litepipeline-kill-");

    public void Dispose() => _folder.Delete(recursive: true);

    private string In(string name) => Path.Combine(_folder.FullName, name);

    private string[] Runs => File.Exists(In("runs")) ? File.ReadAllLines(In("runs")) : [];

    private Task<ToolProcess> ManagerAsync(string http = "127.0.0.1:0", string tcp = "127.0.0.1:0") =>
        ToolProcess.ServeAsync("LitePipeline is ready", "manager", "--data", In("manager"), "--http", http, "--tcp", tcp);

    private Task<ToolProcess> NodeAsync(string name, string manager) =>
        ToolProcess.ServeAsync("runs: 2 slots", "node", "--data", In(name), "--manager", manager, "--slots", "2", "--name", name);

    // Each action writes its name where a second run would show, sleeps, and writes that it ended.
    private async Task<TaskId> SubmitAsync(HttpPipelineManager manager, int parts, double seconds)
    {
        var definition = new ApplicationDefinition
        {
            Actions = [.. Enumerable.Range(0, parts).Select(i => new ActionDefinition { Name = $"part-{i}", Main = $"python3 -c \"import time; open('{In("runs")}','a').write('part-{i}\\n'); time.sleep({seconds})\"" })],
            OutputAction = "part-0",
        };
        using var package = new MemoryStream();
        await PackageBuilder.PackDefinitionAsync(definition, "app", package);
        package.Position = 0;
        var app = await manager.CreateApplicationAsync(new CreateApplicationRequest("parts", PackageFormat.TarGz), package);
        return await manager.SubmitTaskAsync(new SubmitTaskRequest(app, "job"));
    }

    private static async Task<TaskId> SubmitFlightsAsync(HttpPipelineManager manager)
    {
        using var package = new MemoryStream();
        await PackageBuilder.PackFolderAsync(Path.Combine(Repository.Applications, "flights-python"), package);
        package.Position = 0;
        var app = await manager.CreateApplicationAsync(new CreateApplicationRequest("flights", PackageFormat.TarGz), package);
        return await manager.SubmitTaskAsync(new SubmitTaskRequest(app, "quickstart"));
    }

    private static HttpPipelineManager Connect(string address) =>
        new(new HttpClient(new SocketsHttpHandler { PooledConnectionLifetime = TimeSpan.FromSeconds(1) }) { BaseAddress = new Uri($"http://{address}") });

    [Fact]
    public async Task A_manager_that_was_killed_goes_on_and_nothing_runs_twice()
    {
        var killed = await ManagerAsync();
        var (http, tcp) = (killed.Address(0), killed.Address(1));
        using var node = await NodeAsync("node", tcp);
        var manager = Connect(http);
        var task = await SubmitAsync(manager, parts: 24, seconds: 0.2);
        await LitePipelineTestCluster.UntilAsync(() => Task.FromResult(Runs.Length >= 5), "five actions have run");
        killed.Kill();
        killed.Dispose();
        using var again = await ManagerAsync(http, tcp);
        var ended = await Connect(http).WaitForTaskAsync(task).WaitAsync(TimeSpan.FromSeconds(60));
        Assert.Equal(RunStatus.Success, ended.Task.State.Status);
        Assert.Equal(24, Runs.Length);
        Assert.Equal(24, Runs.Distinct().Count());
        Assert.All(ended.Actions, action => Assert.Equal(1, action.Attempt));
    }

    [Fact]
    public async Task The_Quickstarts_job_completes_though_its_manager_is_killed_in_the_middle()
    {
        var killed = await ManagerAsync();
        var (http, tcp) = (killed.Address(0), killed.Address(1));
        using var node = await NodeAsync("node", tcp);
        var manager = Connect(http);
        var task = await SubmitFlightsAsync(manager);
        await LitePipelineTestCluster.UntilAsync(async () =>
        {
            var now = await manager.GetTaskAsync(task);
            Assert.True(now.Task.State.Stage != RunStage.Finished, now.Task.State.Message);
            return now.Live?.FinishedActions >= 10;
        }, "ten airports are counted", TimeSpan.FromMinutes(2));
        killed.Kill();
        killed.Dispose();
        using var again = await ManagerAsync(http, tcp);
        var ended = await Connect(http).WaitForTaskAsync(task).WaitAsync(TimeSpan.FromSeconds(120));
        Assert.Equal(RunStatus.Success, ended.Task.State.Status);
        Assert.Equal(78, ended.Actions.Count);
        Assert.All(ended.Actions, action => Assert.Equal(1, action.Attempt));
        var report = ended.Actions.Single(action => action.Name == "report").Result.ToElement().GetProperty("data");
        Assert.Equal((18_357, 4_242), (report.GetProperty("flights").GetInt32(), report.GetProperty("late").GetInt32()));
    }

    [Fact]
    public async Task A_killed_nodes_actions_run_elsewhere_and_none_is_left_when_it_returns()
    {
        using var managing = await ManagerAsync();
        var (http, tcp) = (managing.Address(0), managing.Address(1));
        var manager = Connect(http);
        var killed = await NodeAsync("first", tcp);
        await JoinedAsync(manager, 1);
        var task = await SubmitAsync(manager, parts: 2, seconds: 300);
        await LitePipelineTestCluster.UntilAsync(() => Task.FromResult(Runs.Length == 2), "both actions run");
        using var other = await NodeAsync("second", tcp);
        await JoinedAsync(manager, 2);
        killed.Kill();
        killed.Dispose();
        await LitePipelineTestCluster.UntilAsync(() => Task.FromResult(Runs.Length == 4), "both actions run again");
        Assert.Equal(4, Sleeping());
        Assert.All((await manager.GetTaskAsync(task)).Live!.Running, running => Assert.Equal("second", running.Node!.Name));
        using var back = await NodeAsync("first", tcp);
        await LitePipelineTestCluster.UntilAsync(() => Task.FromResult(Sleeping() == 2), "what the killed node left has been ended");
        await EndAsync(manager, task);
    }

    [Fact]
    public async Task A_killed_node_that_returns_ends_what_it_left_and_runs_it_again()
    {
        using var managing = await ManagerAsync();
        var (http, tcp) = (managing.Address(0), managing.Address(1));
        var manager = Connect(http);
        var killed = await NodeAsync("first", tcp);
        await JoinedAsync(manager, 1);
        var task = await SubmitAsync(manager, parts: 2, seconds: 300);
        await LitePipelineTestCluster.UntilAsync(() => Task.FromResult(Runs.Length == 2), "both actions run");
        killed.Kill();
        killed.Dispose();
        Assert.Equal(2, Sleeping());
        using var back = await NodeAsync("first", tcp);
        await LitePipelineTestCluster.UntilAsync(() => Task.FromResult(Runs.Length == 4), "both actions run again");
        await LitePipelineTestCluster.UntilAsync(() => Task.FromResult(Sleeping() == 2), "what the killed node left has been ended");
        await EndAsync(manager, task);
    }

    private static Task JoinedAsync(HttpPipelineManager manager, int nodes) =>
        LitePipelineTestCluster.UntilAsync(async () => (await manager.GetClusterAsync()).Nodes.Count == nodes, $"{nodes} nodes have joined");

    private async Task EndAsync(HttpPipelineManager manager, TaskId task)
    {
        await manager.StopTaskAsync(task);
        var ended = await manager.WaitForTaskAsync(task).WaitAsync(TimeSpan.FromSeconds(60));
        Assert.Equal(RunStatus.Kill, ended.Task.State.Status);
        Assert.All(ended.Actions, action => Assert.Equal(2, action.Attempt));
        await LitePipelineTestCluster.UntilAsync(() => Task.FromResult(Sleeping() == 0), "nothing is left");
    }

    // How many of this test's actions are alive, whoever started them.
    private int Sleeping() => Directory.EnumerateDirectories("/proc").Count(process =>
    {
        if (!Regex.IsMatch(Path.GetFileName(process), @"^\d+$")) return false;
        try
        {
            return File.ReadAllText(Path.Combine(process, "cmdline")).Contains($"open('{In("runs")}'", StringComparison.Ordinal);
        }
        catch (IOException)
        {
            return false;
        }
    });

    [Fact]
    public async Task A_server_that_cannot_start_says_why_in_one_line()
    {
        var (code, printed) = await ToolProcess.RunAsync("up", "--http", "0.0.0.0:8000", "--data", In("up"));
        Assert.Equal(2, code);
        Assert.Contains("no users are configured", printed);
        using var first = await ManagerAsync();
        (code, printed) = await ToolProcess.RunAsync("manager", "--data", In("manager"), "--http", "127.0.0.1:0", "--tcp", "127.0.0.1:0");
        Assert.Equal(1, code);
        Assert.Contains("another manager runs on it", printed);
        Assert.DoesNotContain("   at ", printed);
    }
}
