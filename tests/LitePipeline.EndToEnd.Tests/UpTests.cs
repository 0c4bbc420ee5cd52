using System.Diagnostics;
using System.Text.Json;
using LitePipeline.Core.Definitions;
using LitePipeline.Hosting.Packages;
using LitePipeline.TestCluster;

namespace LitePipeline.EndToEnd.Tests;

/// <summary><c>litepipeline up</c> as people run it: one process, driven by the tool's other commands.</summary>
public sealed class UpTests : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("litepipeline-up-");

    public void Dispose() => _folder.Delete(recursive: true);

    private string In(string name) => Path.Combine(_folder.FullName, name);

    private Task<ToolProcess> UpAsync(string http = "127.0.0.1:0", string tcp = "127.0.0.1:0") =>
        ToolProcess.ServeAsync("LitePipeline is ready", "up", "--data", In("data"), "--http", http, "--tcp", tcp, "--slots", "2");

    private static async Task<JsonElement> AskAsync(params string[] words)
    {
        var (code, printed) = await ToolProcess.RunAsync([.. words, "--json"]);
        Assert.True(code == 0, printed);
        return JsonDocument.Parse(printed).RootElement;
    }

    private async Task<string> AppAsync(string address, string main)
    {
        var path = In("app.tar.gz");
        await using (var file = File.Create(path))
            await PackageBuilder.PackDefinitionAsync(new ApplicationDefinition { Actions = [new ActionDefinition { Name = "only", Main = main }], OutputAction = "only" }, "app", file);
        return (await AskAsync(address, "app", "create", "-f", path, "-n", "app")).GetProperty("app_id").GetString()!;
    }

    private static async Task<string> TaskAsync(string address, string app) =>
        (await AskAsync(address, "task", "create", "-a", app, "-n", "task")).GetProperty("task_id").GetString()!;

    private static async Task<int> EndAsync(ToolProcess tool, string signal)
    {
        using var kill = Process.Start("kill", [signal, tool.Pid.ToString(System.Globalization.CultureInfo.InvariantCulture)]);
        await kill.WaitForExitAsync();
        return await tool.ExitCodeAsync().WaitAsync(TimeSpan.FromSeconds(60));
    }

    [Theory]
    [InlineData("-INT")]
    [InlineData("-TERM")]
    public async Task Up_says_that_it_is_ready_ends_in_order_and_keeps_what_it_had(string signal)
    {
        using var first = await UpAsync();
        var (http, tcp) = (first.Address(0), first.Address(1));
        await AppAsync(http, "true");
        Assert.Equal(0, await EndAsync(first, signal));
        using var second = await UpAsync(http, tcp);
        Assert.Equal(1, (await AskAsync(http, "app", "list")).GetProperty("total").GetInt32());
    }

    [Fact]
    public async Task A_killed_up_takes_its_task_to_the_end_when_it_is_back()
    {
        var killed = await UpAsync();
        var (http, tcp) = (killed.Address(0), killed.Address(1));
        var app = await AppAsync(http, $"sh -c 'echo run >> {In("runs")}; while [ ! -e {In("go")} ]; do sleep 0.05; done'");
        var task = await TaskAsync(http, app);
        await LitePipelineTestCluster.UntilAsync(() => Task.FromResult(File.Exists(In("runs"))), "the action runs");
        killed.Kill();
        killed.Dispose();
        using var back = await UpAsync(http, tcp);
        await LitePipelineTestCluster.UntilAsync(async () => (await File.ReadAllLinesAsync(In("runs"))).Length == 2, "the action runs again: its node was killed with the manager");
        await File.WriteAllTextAsync(In("go"), "");
        var (code, printed) = await ToolProcess.RunAsync(http, "task", "watch", "-t", task);
        Assert.True(code == 0, printed);
    }

    [Fact]
    public async Task A_log_is_followed_from_before_its_action_begins_to_its_end()
    {
        using var up = await UpAsync();
        var http = up.Address(0);
        var app = await AppAsync(http, $"sh -c 'echo first ☃; while [ ! -e {In("go")} ]; do sleep 0.05; done; echo last'");
        using var following = ToolProcess.Start(http, "task", "logs", "-t", await TaskAsync(http, app), "-n", "only", "--follow");
        await LitePipelineTestCluster.UntilAsync(() => Task.FromResult(following.Printed.Contains("first ☃", StringComparison.Ordinal)), "the first line is printed while the action runs");
        await File.WriteAllTextAsync(In("go"), "");
        Assert.Equal(0, await following.ExitCodeAsync().WaitAsync(TimeSpan.FromSeconds(60)));
        Assert.EndsWith("last", following.Printed.TrimEnd(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_API_describes_itself_and_a_wrong_route_is_answered_with_what_to_do()
    {
        using var up = await UpAsync();
        using var http = new HttpClient { BaseAddress = new Uri($"http://{up.Address(0)}") };
        Assert.Contains("\"/task/create\"", await http.GetStringAsync(new Uri("/openapi/v1.json", UriKind.Relative)), StringComparison.Ordinal);
        using var lost = await http.GetAsync(new Uri("/task/creat", UriKind.Relative));
        Assert.Equal(System.Net.HttpStatusCode.NotFound, lost.StatusCode);
        Assert.Contains("/openapi/v1.json", await lost.Content.ReadAsStringAsync(), StringComparison.Ordinal);
        using var own = await http.GetAsync(new Uri("/api/v1/taks", UriKind.Relative));
        Assert.Equal((System.Net.HttpStatusCode.NotFound, "application/problem+json"), (own.StatusCode, own.Content.Headers.ContentType!.MediaType));
        Assert.Contains("/api/v1/taks", await own.Content.ReadAsStringAsync(), StringComparison.Ordinal);
        using var wrong = await http.GetAsync(new Uri("/task/create", UriKind.Relative));
        Assert.Equal(System.Net.HttpStatusCode.MethodNotAllowed, wrong.StatusCode);
        Assert.Contains("POST", await wrong.Content.ReadAsStringAsync(), StringComparison.Ordinal);
    }
}
