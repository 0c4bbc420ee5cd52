using System.Diagnostics;
using System.Text.RegularExpressions;

namespace LitePipeline.Benchmarks.Tool;

/// <summary><c>litepipeline up</c> as a process, with ports of its own.</summary>
internal sealed partial class UpProcess : IDisposable
{
    private readonly Process _process;

    private UpProcess(Process process, Uri address) => (_process, Address) = (process, address);

    /// <summary>Its HTTP API.</summary>
    public Uri Address { get; }

    public static string Program => Path.Combine(AppContext.BaseDirectory, "litepipeline");

    public static async Task<UpProcess> StartAsync(string program, string data)
    {
        var process = Process.Start(new ProcessStartInfo(program, ["up", "--data", data, "--http", "127.0.0.1:0", "--tcp", "127.0.0.1:0", "--slots", "2"]) { RedirectStandardOutput = true, RedirectStandardError = true })!;
        // What it logs is of no interest here, but must not hold it up.
        process.BeginErrorReadLine();
        while (await process.StandardOutput.ReadLineAsync() is { } line)
            if (Http().Match(line) is { Success: true } found) return new UpProcess(process, new Uri(found.Value));
        throw new InvalidOperationException("'litepipeline up' ended before it was ready.");
    }

    public void Dispose()
    {
        _process.Kill();
        _process.WaitForExit();
        _process.Dispose();
    }

    [GeneratedRegex(@"https?://[\w.:]+")]
    private static partial Regex Http();
}
