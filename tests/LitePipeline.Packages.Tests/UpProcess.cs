using System.Diagnostics;
using System.Text.RegularExpressions;

namespace LitePipeline.Packages.Tests;

/// <summary><c>litepipeline up</c>, as it was installed.</summary>
internal sealed partial class UpProcess : IAsyncDisposable
{
    private readonly Process _process;

    private UpProcess(Process process, string address) => (_process, Address) = (process, address);

    /// <summary>Where its HTTP API is.</summary>
    public string Address { get; }

    public static async Task<UpProcess> StartAsync(string tool, string data)
    {
        var up = Process.Start(new ProcessStartInfo(tool, ["up", "--data", data, "--http", "127.0.0.1:0", "--tcp", "127.0.0.1:0"]) { RedirectStandardOutput = true, RedirectStandardError = true })!;
        var address = new TaskCompletionSource<string>(TaskCreationOptions.RunContinuationsAsynchronously);
        up.OutputDataReceived += (_, line) =>
        {
            if (line.Data is null) address.TrySetException(new InvalidOperationException($"{tool} up has ended."));
            else if (Ready().Match(line.Data) is { Success: true } ready) address.TrySetResult(ready.Groups[1].Value);
        };
        up.ErrorDataReceived += (_, _) => { };
        up.BeginOutputReadLine();
        up.BeginErrorReadLine();
        return new UpProcess(up, await address.Task);
    }

    public async ValueTask DisposeAsync()
    {
        _process.Kill(entireProcessTree: true);
        await _process.WaitForExitAsync();
        _process.Dispose();
    }

    [GeneratedRegex(@"LitePipeline is ready: (?:http://)?([\d.]+:\d+)")]
    private static partial Regex Ready();
}
