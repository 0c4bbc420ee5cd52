using System.Globalization;
using System.Text.Json;
using LitePipeline.Core.Applications;
using LitePipeline.Core.Services;
using LitePipeline.Core.Tasks;

namespace LitePipeline.EndToEnd.Tests;

public class ServiceTests
{
    private static async Task<ServiceId> CreateAsync(ProcessCluster cluster, AppId app, params string[] more) =>
        new(Guid.Parse((await cluster.AskAsync(["service", "create", "-n", "watcher", "-a", $"{app}", "-e", "true", .. more])).GetProperty("service_id").GetString()!));

    [Fact]
    public async Task A_service_is_restarted_when_it_dies_moves_when_its_node_does_and_stops_when_disabled()
    {
        using var cluster = await ProcessCluster.StartAsync(nodes: 2);
        var app = await cluster.DeployAsync("watcher", ProcessCluster.OnlyAction($"sh -c 'echo $$ >> {cluster.In("starts")}; exec sleep 600'"));
        var service = await CreateAsync(cluster, app);
        await ProcessCluster.UntilAsync(() => cluster.Lines("starts").Length == 1, "it runs");
        ProcessCluster.Kill(int.Parse(cluster.Lines("starts")[0], CultureInfo.InvariantCulture));
        await ProcessCluster.UntilAsync(() => cluster.Lines("starts").Length == 2, "it runs again after its process was killed");

        var first = await NodeOfAsync(cluster, service);
        cluster.KillNode(first);
        await ProcessCluster.UntilAsync(() => cluster.Lines("starts").Length == 3, "it runs again after its node was killed");
        var second = await NodeOfAsync(cluster, service);
        Assert.NotEqual(first, second);
        Assert.NotEmpty(cluster.Processes(second));

        await cluster.AskAsync("service", "update", "-s", $"{service}", "-e", "false");
        await ProcessCluster.UntilAsync(() => cluster.Processes(second).Count == 0, "its process has ended");
        await ProcessCluster.UntilAsync(async () => (await InfoAsync(cluster, service)).GetProperty("stage").GetString() == "finished", "it is told as stopped");
        var info = await InfoAsync(cluster, service);
        Assert.Equal("kill", info.GetProperty("status").GetString());
        Assert.Equal(3, cluster.Lines("starts").Length);
        await cluster.AskAsync("service", "delete", "-s", $"{service}");
        Assert.Equal(0, (await cluster.AskAsync("service", "list")).GetProperty("total").GetInt32());
    }

    [Theory]
    [InlineData("python")]
    [InlineData("csharp")]
    public async Task The_sample_goes_on_counting_where_its_last_process_was_killed(string language)
    {
        using var cluster = await ProcessCluster.StartAsync();
        var app = await SampleAsync(cluster, $"service-{language}");
        var service = await CreateAsync(cluster, app, "-i", """{"pause": 0.05}""");
        var killed = await UntilCountingAsync(cluster, service, 3);
        foreach (var process in cluster.Processes()) ProcessCluster.Kill(process);
        await ProcessCluster.UntilAsync(async () => await TaskOfAsync(cluster, service) is { } task && task != killed, "another task has been started");
        var again = await UntilCountingAsync(cluster, service, 1);
        var log = await LogAsync(cluster, again);
        Assert.True(int.Parse(log[0].Split(' ')[^1], CultureInfo.InvariantCulture) >= 3, string.Join('\n', log));
    }

    private static async Task<AppId> SampleAsync(ProcessCluster cluster, string name)
    {
        var file = cluster.In($"{name}.tar.gz");
        if (name.EndsWith("-python", StringComparison.Ordinal)) await cluster.MustAsync("sh", Path.Combine(Repository.Samples, "applications", "pack.sh"), name, file);
        else await cluster.MustAsync("dotnet", ToolProcess.Tool, "pack", Repository.BuiltSample(name), "-o", file);
        return new(Guid.Parse((await cluster.AskAsync("app", "create", "-f", file, "-n", name)).GetProperty("app_id").GetString()!));
    }

    private static async Task<JsonElement> InfoAsync(ProcessCluster cluster, ServiceId service) =>
        JsonElement.Parse(await cluster.Client.GetStringAsync(new Uri($"/service/info?service_id={service}", UriKind.Relative))).GetProperty("service_info");

    private static async Task<TaskId?> TaskOfAsync(ProcessCluster cluster, ServiceId service) => (await cluster.Manager.GetServiceAsync(service)).State.Task;

    private static async Task<string> NodeOfAsync(ProcessCluster cluster, ServiceId service)
    {
        string? node = null;
        await ProcessCluster.UntilAsync(async () =>
        {
            if (await TaskOfAsync(cluster, service) is not { } task) return false;
            node = (await cluster.Manager.GetTaskAsync(task)).Live?.Running is [var running, ..] ? running.Node?.Name : null;
            return node is not null;
        }, "the service runs on a node");
        return node!;
    }

    /// <summary>Waits until the log of the service's task has a line with its start and so many numbers.</summary>
    private static async Task<TaskId> UntilCountingAsync(ProcessCluster cluster, ServiceId service, int numbers)
    {
        await NodeOfAsync(cluster, service);
        var task = (await TaskOfAsync(cluster, service))!.Value;
        await ProcessCluster.UntilAsync(async () => (await LogAsync(cluster, task)).Length > numbers, $"it has counted {numbers} times");
        return task;
    }

    private static async Task<string[]> LogAsync(ProcessCluster cluster, TaskId task)
    {
        var action = (await cluster.Manager.ListActionsAsync(new() { Tasks = [task] })).Items.Single().Name;
        using var log = new StreamReader(await cluster.Manager.OpenLogAsync(task, action));
        return (await log.ReadToEndAsync()).Split('\n', StringSplitOptions.RemoveEmptyEntries);
    }
}
