namespace LitePipeline.Packages.Tests;

/// <summary>Apps that a developer has just made outside this repository run a pipeline with the packed files only.</summary>
[Collection(PackedCollection.Name)]
public class FreshAppTests(PackedFiles packed)
{
    [Fact]
    public async Task A_console_app_runs_a_pipeline_that_is_written_in_it()
    {
        var app = await packed.NewAsync("console", "FreshConsole", "LitePipeline.Hosting", "LitePipeline.Storage");
        Assert.Contains("7 is 3 and 4", await PackedFiles.DotnetAsync(app, "run"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_worker_runs_a_pipeline_over_TCP()
    {
        var app = await packed.NewAsync("worker", "FreshWorker", "LitePipeline.Hosting", "LitePipeline.Storage", "LitePipeline.Transport.Tcp");
        Assert.Contains("done: 42", await PackedFiles.DotnetAsync(app, "run"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_web_app_runs_a_pipeline_and_serves_API_and_viewer()
    {
        var app = await packed.NewAsync("web", "FreshWeb", "LitePipeline.AspNetCore", "LitePipeline.Storage");
        var printed = await PackedFiles.DotnetAsync(app, "run", "--no-launch-profile");
        Assert.Contains("the viewer: OK text/html", printed, StringComparison.Ordinal);
        Assert.Contains("the task: success", printed, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_templates_make_an_app_that_runs_and_an_application_that_the_installed_tool_packs_and_runs()
    {
        var hive = packed.In("hive");
        await PackedFiles.DotnetAsync(packed.In(""), "new", "install", packed.Package("LitePipeline.Templates"), "--debug:custom-hive", hive);
        await PackedFiles.DotnetAsync(packed.In(""), "new", "litepipeline-app", "-n", "Shop", "--debug:custom-hive", hive);
        Assert.Contains("3 words, and the longest is persist.", await PackedFiles.DotnetAsync(packed.In("Shop"), "run"), StringComparison.Ordinal);

        await PackedFiles.DotnetAsync(packed.In(""), "tool", "install", "LitePipeline.Cli", "--tool-path", packed.In("tools"), "--version", PackedFiles.Version);
        await PackedFiles.DotnetAsync(packed.In(""), "new", "litepipeline-action", "-n", "counting", "--debug:custom-hive", hive);
        await PackedFiles.DotnetAsync(packed.In("counting"), "publish", "-o", "bin/application", "-nologo", "-v", "quiet");
        var tool = packed.In("tools/litepipeline");
        await PackedFiles.RunAsync(tool, packed.In("counting"), "pack", "bin/application", "-o", "counting.tar.gz");
        await using var cluster = await UpProcess.StartAsync(tool, packed.In("up"));
        var created = await PackedFiles.RunAsync(tool, packed.In("counting"), cluster.Address, "app", "create", "-f", "counting.tar.gz", "-n", "counting", "--json");
        var app = System.Text.Json.JsonElement.Parse(created).GetProperty("app_id").GetString()!;
        Assert.Contains("Counted to 3.", await PackedFiles.RunAsync(tool, packed.In("counting"), cluster.Address, "task", "run", "-a", app, "-n", "first", "-i", """{"limit": 3}"""), StringComparison.Ordinal);
    }
}
