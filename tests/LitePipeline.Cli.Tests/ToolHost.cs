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

/// <summary>A cluster behind its HTTP API, and the tool run against it as a script runs it.</summary>
internal sealed class ToolHost : IAsyncDisposable
{
    private readonly WebApplication _app;
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("litepipeline-tool-");

    private ToolHost(LitePipelineTestCluster cluster, WebApplication app) => (Cluster, _app) = (cluster, app);

    public LitePipelineTestCluster Cluster { get; }

    public string Address { get; private set; } = "";

    public static async Task<ToolHost> StartAsync(Action<TestClusterOptions>? configure = null)
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
        return new ToolHost(cluster, app) { Address = new Uri(app.Urls.First()).Authority };
    }

    /// <summary>Runs the tool with the manager's address before the words.</summary>
    public Task<Ran> RunAsync(params string[] words) => Ran.ToolAsync([Address, .. words]);

    /// <summary>Runs the tool and reads what it prints as JSON.</summary>
    public async Task<JsonElement> AskAsync(params string[] words)
    {
        var ran = await RunAsync([.. words, "--json"]);
        Assert.True(ran.ExitCode == ExitCode.Ok, ran.Error);
        return JsonDocument.Parse(ran.Output).RootElement;
    }

    /// <summary>A package on disk.</summary>
    public async Task<string> PackAsync(params ActionDefinition[] actions)
    {
        var path = In($"{Guid.NewGuid():n}.tar.gz");
        await using var file = File.Create(path);
        await PackageBuilder.PackDefinitionAsync(new ApplicationDefinition { Actions = [.. actions], OutputAction = actions[^1].Name }, "app", file);
        return path;
    }

    /// <summary>An application that is one command.</summary>
    public Task<string> AppAsync(string main, string name = "app") => AppAsync(new ActionDefinition { Name = "only", Main = main }, name);

    public async Task<string> AppAsync(ActionDefinition action, string name = "app") =>
        (await AskAsync("app", "create", "-f", await PackAsync(action), "-n", name)).GetProperty("app_id").GetString()!;

    public async Task<string> TaskAsync(string app, string name = "task") =>
        (await AskAsync("task", "create", "-a", app, "-n", name)).GetProperty("task_id").GetString()!;

    /// <summary>Runs the tool and reads one member of what it prints as JSON, such as <c>tasks.0.task_id</c>.</summary>
    public async Task<string> ValueAsync(string member, params string[] words)
    {
        var value = member.Split('.').Aggregate(await AskAsync(words), (at, name) => int.TryParse(name, out var index) ? at[index] : at.GetProperty(name));
        return value.ValueKind == JsonValueKind.String ? value.GetString()! : value.GetRawText();
    }

    /// <summary>A package of commands on disk.</summary>
    public Task<string> PackAsync(params (string Name, string Main, string[] Condition)[] actions) =>
        PackAsync([.. actions.Select(action => new ActionDefinition { Name = action.Name, Main = action.Main, Condition = [.. action.Condition] })]);

    /// <summary>An application of commands.</summary>
    public async Task<string> DeployAsync(string name, params (string Name, string Main, string[] Condition)[] actions) =>
        await ValueAsync("app_id", "app", "create", "-f", await PackAsync(actions), "-n", name, "-d", $"what {name} is for");

    public Task UntilTaskAsync(string task, RunStage stage) =>
        UntilAsync(async () => (await Cluster.Manager.GetTaskAsync(new TaskId(Guid.Parse(task)))).Task.State.Stage == stage, $"task {task} is {stage}");

    public Task UntilWorkAsync(string work, RunStage stage) =>
        UntilAsync(async () => (await Cluster.Manager.GetWorkAsync(new WorkId(Guid.Parse(work)))).Work.State.Stage == stage, $"work {work} is {stage}");

    /// <summary>Waits until something holds, longer than any machine under load needs.</summary>
    public static Task UntilAsync(Func<Task<bool>> holds, string what) => LitePipelineTestCluster.UntilAsync(holds, what, TimeSpan.FromMinutes(3));

    public string Folder => _folder.FullName;

    public string In(string name) => Path.Combine(_folder.FullName, name);

    public async ValueTask DisposeAsync()
    {
        await _app.DisposeAsync();
        await Cluster.DisposeAsync();
        _folder.Delete(recursive: true);
    }
}

/// <summary>What a run of the tool printed, and its exit code.</summary>
internal sealed partial record Ran(int ExitCode, string Output, string Error)
{
    public static Task<Ran> ToolAsync(params string[] words) => ToolAsync(_ => null, words);

    public static async Task<Ran> ToolAsync(Func<string, string?> environment, params string[] words)
    {
        using var output = new StringWriter();
        using var error = new StringWriter();
        var code = await LitePipelineTool.RunAsync(words, output, error, environment);
        return new Ran(code, output.ToString(), error.ToString());
    }

    /// <summary>The lines of a table without its header, as cells.</summary>
    public string[][] Rows => [.. Output.Split('\n', StringSplitOptions.RemoveEmptyEntries).Skip(1).Select(line => line.Split('|', StringSplitOptions.TrimEntries))];

    public string[] Header => Output.Split('\n')[0].Split('|', StringSplitOptions.TrimEntries);

    /// <summary>The output of a run that must succeed.</summary>
    public string Good => ExitCode == Cli.ExitCode.Ok ? Output : throw new Xunit.Sdk.XunitException($"The tool ended with {ExitCode}: {Error}");

    /// <summary>The same, with ids, times and versions that are the same in every run, each as long as it was.</summary>
    public string Same => Changing().Replace(Good, found => found.Value.Length switch
    {
        36 => "iiiiiiii-iiii-iiii-iiii-iiiiiiiiiiii",
        40 => new string('5', 40),
        _ => "2026-01-01 00:00:00.000000",
    });

    [GeneratedRegex(@"[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}|\b[0-9a-f]{40}\b|\d{4}-\d\d-\d\d \d\d:\d\d:\d\d\.\d{6}")]
    private static partial Regex Changing();
}
