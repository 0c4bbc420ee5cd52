using System.Diagnostics;

namespace LitePipeline.Soak.Cluster;

/// <summary>Commands that must succeed.</summary>
internal static class Shell
{
    /// <exception cref="InvalidOperationException">It failed, and why.</exception>
    public static string Run(string program, params string[] arguments)
    {
        using var process = Process.Start(new ProcessStartInfo(program, arguments) { RedirectStandardOutput = true, RedirectStandardError = true })!;
        var error = process.StandardError.ReadToEndAsync();
        var output = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        if (process.ExitCode != 0) throw new InvalidOperationException($"{program} {string.Join(' ', arguments)} failed ({process.ExitCode}): {error.Result.Trim()}");
        return output.Trim();
    }
}
