using System.Diagnostics;
using System.Net.Http.Json;
using System.Text.Json;
using LitePipeline.Benchmarks.Cluster;
using LitePipeline.Benchmarks.Measuring;
using LitePipeline.Hosting.Packages;

namespace LitePipeline.Benchmarks.Tool;

/// <summary>What a person waits for: <c>litepipeline up</c> until an action runs, and one command of the tool; the tool as it is built, and as <c>LITEPIPELINE_BENCHMARK_TOOL</c> names another one.</summary>
internal sealed class Start : IBenchmark
{
    public string Name => "start";

    public async Task RunAsync(Report report, Scale scale)
    {
        await RunAsync(report, scale, UpProcess.Program, "the tool as built");
        if (Environment.GetEnvironmentVariable("LITEPIPELINE_BENCHMARK_TOOL") is { } other) await RunAsync(report, scale, other, other);
    }

    private static async Task RunAsync(Report report, Scale scale, string program, string what)
    {
        var folder = Directory.CreateTempSubdirectory("litepipeline-benchmark-").FullName;
        try
        {
            var (data, mark) = (Path.Combine(folder, "data"), Path.Combine(folder, "mark"));
            var app = await DeployAsync(program, data, $"bash -c 'touch {mark}'", folder);
            var ups = await Contest.RunAsync(scale, new Contestant("LitePipeline", 1, async () =>
            {
                File.Delete(mark);
                using var up = await UpProcess.StartAsync(program, data);
                using var http = new HttpClient { BaseAddress = up.Address };
                (await http.PostAsJsonAsync("api/v1/tasks", new { application = app, name = "first" })).EnsureSuccessStatusCode();
                using var limit = new CancellationTokenSource(TimeSpan.FromMinutes(1));
                while (!File.Exists(mark)) await Task.Delay(TimeSpan.FromMilliseconds(1), TimeProvider.System, limit.Token);
            }));
            var work = $"from the start of `litepipeline up` to its first action, {what}";
            report.Add(work, "LitePipeline", ups[0].Milliseconds, "ms");
            report.AtMost(work, "1,000 ms", 1000, ups[0].Milliseconds);

            using var running = await UpProcess.StartAsync(program, data);
            var address = running.Address.Authority;
            var commands = await Contest.RunAsync(
                scale,
                new Contestant("LitePipeline", 1, () => ToolAsync(program, address, "app", "list")),
                new Contestant("a .NET program that only ends", 1, () => ToolAsync(Environment.ProcessPath!, "--role", "nothing")));
            work = $"a client command (`app list`), {what}";
            foreach (var result in commands) report.Add(work, result.Name, result.Milliseconds, "ms", commands[0].SpeedTo(result));
            report.AtMost(work, "150 ms", 150, commands[0].Milliseconds);
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    private static async Task<string> DeployAsync(string program, string data, string main, string folder)
    {
        var package = Path.Combine(folder, "app.tar.gz");
        await using (var file = File.Create(package)) await PackageBuilder.PackDefinitionAsync(BenchmarkCluster.Process(main), "first", file);
        using var up = await UpProcess.StartAsync(program, data);
        var printed = await ToolAsync(program, up.Address.Authority, "app", "create", "-f", package, "-n", "first", "--json");
        return JsonDocument.Parse(printed).RootElement.GetProperty("app_id").GetString()!;
    }

    private static async Task<string> ToolAsync(string program, params string[] arguments)
    {
        using var process = Process.Start(new ProcessStartInfo(program, arguments) { RedirectStandardOutput = true })!;
        var printed = await process.StandardOutput.ReadToEndAsync();
        await process.WaitForExitAsync();
        return process.ExitCode == 0 ? printed : throw new InvalidOperationException($"{program} {string.Join(' ', arguments)} ended with {process.ExitCode}.");
    }
}
