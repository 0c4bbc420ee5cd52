using System.Diagnostics;

namespace LitePipeline.EndToEnd.Tests.Containers;

/// <summary>The container engine that test.sh started, and its registry with the image <c>busybox</c>.</summary>
internal static class TestEngine
{
    public static string Socket { get; } = Environment.GetEnvironmentVariable("LITEPIPELINE_TEST_DOCKER")
        ?? throw new InvalidOperationException("No container engine: run ./test.sh, or tests/docker-engine.sh start FOLDER and set LITEPIPELINE_TEST_DOCKER=FOLDER/docker.sock.");

    public static string Registry { get; } = RegistryOf(Path.GetDirectoryName(Socket)!);

    /// <summary>The registry beside an engine, by that engine's folder.</summary>
    public static string RegistryOf(string folder) => File.ReadAllText(Path.Combine(folder, "registry.address")).Trim();

    /// <summary>Runs the engine's command line and returns what it printed.</summary>
    public static async Task<string> RunAsync(params string[] arguments) => await RunAsync("docker", ["-H", $"unix://{Socket}", .. arguments]);

    public static async Task<string> RunAsync(string program, string[] arguments)
    {
        using var process = Process.Start(new ProcessStartInfo(program, arguments) { RedirectStandardOutput = true, RedirectStandardError = true })!;
        var error = process.StandardError.ReadToEndAsync();
        var printed = await process.StandardOutput.ReadToEndAsync();
        await process.WaitForExitAsync();
        return process.ExitCode == 0 ? printed.Trim() : throw new InvalidOperationException($"{program} {string.Join(' ', arguments)}: {printed}{await error}");
    }
}
