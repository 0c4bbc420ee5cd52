using System.Diagnostics;

namespace LitePipeline.Benchmarks.Peers;

/// <summary><c>xargs -P2</c>: the cheapest way to spawn a command so many times, two at once.</summary>
internal static class Xargs
{
    /// <param name="command">The command; it gets a number as its last argument.</param>
    /// <param name="output">The file that takes the output of all.</param>
    public static async Task RunAsync(string command, int count, string output)
    {
        using var process = Process.Start(new ProcessStartInfo("bash", ["-c", $"seq {count} | xargs -P2 -n1 {command} > '{output}'"]))!;
        await process.WaitForExitAsync();
        if (process.ExitCode != 0) throw new InvalidOperationException($"xargs ended with {process.ExitCode}.");
    }
}
