using System.Text.Json;
using LitePipeline.Core.Definitions;
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
        builder.Services.AddLitePipelineApi();
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
    public async Task<string> AppAsync(string main, string name = "app") =>
        (await AskAsync("app", "create", "-f", await PackAsync(new ActionDefinition { Name = "only", Main = main }), "-n", name)).GetProperty("app_id").GetString()!;

    public async Task<string> TaskAsync(string app, string name = "task") =>
        (await AskAsync("task", "create", "-a", app, "-n", name)).GetProperty("task_id").GetString()!;

    public string In(string name) => Path.Combine(_folder.FullName, name);

    public async ValueTask DisposeAsync()
    {
        await _app.DisposeAsync();
        await Cluster.DisposeAsync();
        _folder.Delete(recursive: true);
    }
}

/// <summary>What a run of the tool printed, and its exit code.</summary>
internal sealed record Ran(int ExitCode, string Output, string Error)
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
}
