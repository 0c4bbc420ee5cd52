using System.Formats.Tar;
using System.IO.Compression;
using LitePipeline.Core;
using LitePipeline.Core.Packages;
using LitePipeline.Core.Tasks;
using LitePipeline.Hosting.Packages;
using Microsoft.Extensions.Options;
using Spectre.Console;

namespace Quickstart;

/// <summary>The job: which flights are late, airport by airport, and where.</summary>
internal static class Job
{
    public static async Task<int> RunAsync(string? variant, string data, string http, bool keep, CancellationToken cancellationToken)
    {
        variant ??= HasPython() ? "python" : "csharp";
        var folder = Path.GetFullPath(data);
        await using var server = Server.Create(folder, http);
        if (!await StartAsync(server, cancellationToken)) return 1;
        var manager = server.Services.GetRequiredService<IPipelineManager>();
        // Not by Spectre.Console, which breaks lines: addresses and paths are to be copied.
        Console.WriteLine($"LitePipeline serves {server.Urls.First()} from {folder}");
        Console.WriteLine($"Watch it in a browser: {server.Urls.First()}/viewer/");

        var task = await SubmitAsync(manager, variant, cancellationToken);
        Console.WriteLine($"Task {task} runs flights-{variant}: an action for each airport, then a report");
        await Progress.ShowAsync(manager, task, cancellationToken);

        var ended = await manager.WaitForTaskAsync(task, cancellationToken);
        if (ended.Task.State.Status != RunStatus.Success)
        {
            AnsiConsole.MarkupLineInterpolated($"[red]The task ended with {ended.Task.State.Status}:[/] {ended.Task.State.Message}");
            return 1;
        }

        var report = Path.Combine(folder, "reports", task.ToString());
        await using (var workspace = await manager.OpenWorkspaceAsync(task, "report", cancellationToken))
        await using (var unzipped = new GZipStream(workspace, CompressionMode.Decompress))
        {
            Directory.CreateDirectory(report);
            await TarFile.ExtractToDirectoryAsync(unzipped, report, overwriteFiles: true, cancellationToken);
        }

        Result.Print(ended, report);
        if (!keep)
        {
            Console.WriteLine("Open report.html in a browser. With --keep, the API and the viewer go on serving.");
            return 0;
        }

        Console.WriteLine($"Open report.html in a browser. {server.Urls.First()}/viewer/ shows all of it until Ctrl-C; {server.Urls.First()}/openapi/v1.json describes the API.");
        await Task.Delay(Timeout.InfiniteTimeSpan, TimeProvider.System, cancellationToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        return 0;
    }

    private static async Task<bool> StartAsync(WebApplication server, CancellationToken cancellationToken)
    {
        try
        {
            await server.StartAsync(cancellationToken);
            return true;
        }
        catch (Exception failure) when (failure is IOException or OptionsValidationException)
        {
            Console.Error.WriteLine($"LitePipeline cannot start: {failure.Message}");
            return false;
        }
    }

    private static async Task<TaskId> SubmitAsync(IPipelineManager manager, string variant, CancellationToken cancellationToken)
    {
        using var package = new MemoryStream();
        await PackageBuilder.PackFolderAsync(Path.Combine(AppContext.BaseDirectory, "applications", $"flights-{variant}"), package, cancellationToken);
        package.Position = 0;
        var app = await manager.CreateApplicationAsync(new CreateApplicationRequest($"flights-{variant}", PackageFormat.TarGz, "Which flights are late"), package, cancellationToken);
        return await manager.SubmitTaskAsync(new SubmitTaskRequest(app, "quickstart"), cancellationToken);
    }

    private static bool HasPython() =>
        (Environment.GetEnvironmentVariable("PATH") ?? "").Split(Path.PathSeparator).Any(folder => File.Exists(Path.Combine(folder, "python3")));
}
