using System.Diagnostics;
using System.Reflection;
using System.Text.RegularExpressions;

namespace LitePipeline.Viewer.Tests.Embedding;

/// <summary>A program that serves pages, in a process of its own.</summary>
internal sealed class Program : IAsyncDisposable
{
    private readonly Process _process;

    private Program(Process process, Match said) => (_process, Said) = (process, said);

    /// <summary>What it said when it was ready.</summary>
    public Match Said { get; }

    /// <summary>Starts one of the programs that were built with these tests.</summary>
    /// <param name="name">The key of its path in the test assembly's metadata.</param>
    /// <param name="ready">What it says when it is ready.</param>
    /// <param name="words">Its command line.</param>
    public static async Task<Program> StartAsync(string name, Regex ready, params string[] words)
    {
        var path = typeof(Program).Assembly.GetCustomAttributes<AssemblyMetadataAttribute>().Single(one => one.Key == name).Value!;
        var process = Process.Start(new ProcessStartInfo("dotnet", [path, .. words]) { RedirectStandardOutput = true })!;
        // Warnings of the host may come first.
        while (await process.StandardOutput.ReadLineAsync() is { } line)
            if (ready.Match(line) is { Success: true } said) return new Program(process, said);
        throw new InvalidOperationException($"{name} has ended before it was ready.");
    }

    public async ValueTask DisposeAsync()
    {
        _process.Kill(entireProcessTree: true);
        await _process.WaitForExitAsync();
        _process.Dispose();
    }
}
