using System.Diagnostics;
using System.Globalization;

namespace LitePipeline.Fuzzing.Connections;

/// <summary>The built tool as a process of its own, with what the kernel counts of it.</summary>
internal sealed class Daemon : IDisposable
{
    private readonly Process _process;

    private Daemon(Process process, string ready) => (_process, Ready) = (process, ready);

    /// <summary>The line that says that it is ready.</summary>
    public string Ready { get; }

    /// <summary>What it holds in memory now, in MiB.</summary>
    public long MemoryMiB
    {
        get
        {
            _process.Refresh();
            return _process.WorkingSet64 >> 20;
        }
    }

    /// <summary>The processor time that it has taken so far.</summary>
    public TimeSpan Processor
    {
        get
        {
            _process.Refresh();
            return _process.TotalProcessorTime;
        }
    }

    /// <summary>How many descriptors it has open.</summary>
    public int Descriptors => Directory.GetFiles(string.Create(CultureInfo.InvariantCulture, $"/proc/{_process.Id}/fd")).Length;

    /// <summary>Starts the tool and waits until it prints a line with <paramref name="ready"/>.</summary>
    public static async Task<Daemon> StartAsync(string ready, params string[] arguments)
    {
        var process = Process.Start(new ProcessStartInfo("dotnet", [Path.Combine(AppContext.BaseDirectory, "litepipeline.dll"), .. arguments]) { RedirectStandardOutput = true, RedirectStandardError = true })!;
        var found = new TaskCompletionSource<string>(TaskCreationOptions.RunContinuationsAsynchronously);
        process.OutputDataReceived += (_, line) =>
        {
            if (line.Data is null) found.TrySetException(new InvalidOperationException($"litepipeline {string.Join(' ', arguments)} ended without being ready."));
            else if (line.Data.Contains(ready, StringComparison.Ordinal)) found.TrySetResult(line.Data);
        };
        process.ErrorDataReceived += (_, _) => { };
        process.BeginOutputReadLine();
        process.BeginErrorReadLine();
        return new Daemon(process, await found.Task);
    }

    public void Dispose()
    {
        _process.Kill(entireProcessTree: true);
        _process.WaitForExit();
        _process.Dispose();
    }
}
