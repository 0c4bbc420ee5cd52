using System.Text.Json;
using System.Text.RegularExpressions;
using LitePipeline.Core.Definitions;
using LitePipeline.Core.Tasks;
using LitePipeline.Core.Works;
using LitePipeline.Hosting.Packages;
using LitePipeline.TestCluster;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.Extensions.DependencyInjection;

namespace LitePipeline.Cli.Tests;

/// <summary>A cluster with its HTTP API on a port of its own, and the tool to call it with.</summary>
internal sealed partial class ToolCluster : IAsyncDisposable
{
    private readonly WebApplication _app;

    private ToolCluster(LitePipelineTestCluster cluster, WebApplication app) => (Cluster, _app) = (cluster, app);

    public LitePipelineTestCluster Cluster { get; }

    /// <summary>A folder for files, which goes with the cluster.</summary>
    public string Folder => Cluster.Folder;

    public string Address => new Uri(_app.Urls.First()).Authority;

    public static async Task<ToolCluster> StartAsync(Action<TestClusterOptions>? configure = null)
    {
        var cluster = await LitePipelineTestCluster.StartAsync(configure);
        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
        builder.WebHost.UseKestrelCore().UseUrls("http://127.0.0.1:0");
        builder.Services.AddRoutingCore();
        builder.Services.AddSingleton(cluster.Manager);
        builder.Services.AddLitePipelineApi(api => (api.TcpHost, api.TcpPort, api.DataPath) = ("127.0.0.1", 6001, "/srv/manager"));
        var app = builder.Build();
        app.MapLitePipelineApi();
        await app.StartAsync();
        return new ToolCluster(cluster, app);
    }

    public Task<ToolRun> RunAsync(params string[] arguments) => ToolRun.OfAsync([Address, .. arguments]);

    /// <summary>Runs a command that must succeed and returns a member of its answer.</summary>
    public async Task<string> AskAsync(string member, params string[] arguments)
    {
        using var answer = JsonDocument.Parse((await RunAsync([.. arguments, "--json"])).Good);
        return member.Split('.').Aggregate(answer.RootElement, (at, name) => int.TryParse(name, out var index) ? at[index] : at.GetProperty(name)) is { ValueKind: JsonValueKind.String } text
            ? text.GetString()!
            : member.Split('.').Aggregate(answer.RootElement, (at, name) => int.TryParse(name, out var index) ? at[index] : at.GetProperty(name)).GetRawText();
    }

    /// <summary>Writes an application's package of shell commands and returns its file.</summary>
    public async Task<string> PackAsync(string name, params (string Name, string Main, string[] Condition)[] actions)
    {
        var definition = new ApplicationDefinition
        {
            Actions = [.. actions.Select(action => new ActionDefinition { Name = action.Name, Main = action.Main, Condition = [.. action.Condition] })],
            OutputAction = actions[^1].Name,
        };
        var file = Path.Combine(Folder, $"{name}.tar.gz");
        await using var package = File.Create(file);
        await PackageBuilder.PackDefinitionAsync(definition, name, package);
        return file;
    }

    /// <summary>Deploys an application of shell commands and returns its id.</summary>
    public async Task<string> DeployAsync(string name, params (string Name, string Main, string[] Condition)[] actions) =>
        await AskAsync("app_id", "app", "create", "-f", await PackAsync(name, actions), "-n", name, "-d", $"what {name} is for");

    public Task UntilTaskAsync(string task, RunStage stage) =>
        UntilAsync(async () => (await Cluster.Manager.GetTaskAsync(new TaskId(Guid.Parse(task)))).Task.State.Stage == stage, $"task {task} is {stage}");

    public Task UntilWorkAsync(string work, RunStage stage) =>
        UntilAsync(async () => (await Cluster.Manager.GetWorkAsync(new WorkId(Guid.Parse(work)))).Work.State.Stage == stage, $"work {work} is {stage}");

    /// <summary>Waits until something holds, longer than any machine under load needs.</summary>
    public static Task UntilAsync(Func<Task<bool>> holds, string what) => LitePipelineTestCluster.UntilAsync(holds, what, TimeSpan.FromMinutes(3));

    /// <summary>The text with ids, times and versions made the same for every run, each as long as it was.</summary>
    public static string Same(string text) => Changing().Replace(text, found => found.Value.Length switch
    {
        36 => "iiiiiiii-iiii-iiii-iiii-iiiiiiiiiiii",
        40 => new string('5', 40),
        _ => "2026-01-01 00:00:00.000000",
    });

    public async ValueTask DisposeAsync()
    {
        await _app.DisposeAsync();
        await Cluster.DisposeAsync();
    }

    [GeneratedRegex(@"[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}|\b[0-9a-f]{40}\b|\d{4}-\d\d-\d\d \d\d:\d\d:\d\d\.\d{6}")]
    private static partial Regex Changing();
}
