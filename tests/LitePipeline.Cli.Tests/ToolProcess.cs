using System.Diagnostics;
using System.Text;

namespace LitePipeline.Cli.Tests;

/// <summary>The built tool as a process of its own, in a folder of its own.</summary>
internal sealed class ToolProcess : IDisposable
{
    private readonly Process _process;
    private readonly StringBuilder _output = new();
    private readonly StringBuilder _error = new();

    private ToolProcess(Process process) => _process = process;

    public static string Assembly => Path.Combine(AppContext.BaseDirectory, "litepipeline.dll");

    /// <summary>What it has printed on standard output.</summary>
    public string Output => Locked(_output);

    /// <summary>What it has printed on standard error.</summary>
    public string Error => Locked(_error);

    public bool HasExited => _process.HasExited;

    public static ToolProcess Start(string folder, params string[] arguments) => Run("dotnet", folder, [Assembly, .. arguments]);

    /// <summary>Starts any program.</summary>
    public static ToolProcess Run(string program, string folder, string[] arguments, string? input = null)
    {
        var tool = new ToolProcess(new Process
        {
            StartInfo = new ProcessStartInfo(program, arguments)
            {
                WorkingDirectory = folder, RedirectStandardOutput = true, RedirectStandardError = true, RedirectStandardInput = true, StandardOutputEncoding = Encoding.UTF8,
            },
        });
        tool._process.OutputDataReceived += (_, line) => Keep(tool._output, line.Data);
        tool._process.ErrorDataReceived += (_, line) => Keep(tool._error, line.Data);
        tool._process.Start();
        tool._process.BeginOutputReadLine();
        tool._process.BeginErrorReadLine();
        if (input is not null) tool._process.StandardInput.Write(input);
        tool._process.StandardInput.Close();
        return tool;
    }

    /// <summary>Waits until it has printed something.</summary>
    public async Task<ToolProcess> UntilAsync(string text)
    {
        await ToolHost.UntilAsync(() => Task.FromResult((Output + Error).Contains(text, StringComparison.Ordinal) || HasExited), $"'{text}' is printed; until now: {Output}{Error}");
        return (Output + Error).Contains(text, StringComparison.Ordinal) ? this : throw new Xunit.Sdk.XunitException($"It ended with {_process.ExitCode} before it printed '{text}': {Output}{Error}");
    }

    public async Task<int> ExitAsync()
    {
        await _process.WaitForExitAsync();
        return _process.ExitCode;
    }

    /// <summary>Sends a signal by its name, such as INT, and waits for the end.</summary>
    public async Task<int> SignalAsync(string name)
    {
        await KillAsync(name);
        return await ExitAsync();
    }

    /// <summary>Sends SIGHUP, which does not end it.</summary>
    public Task HangUpAsync() => KillAsync("HUP");

    private async Task KillAsync(string name)
    {
        using var kill = Process.Start("kill", [$"-{name}", $"{_process.Id}"]);
        await kill.WaitForExitAsync();
    }

    public void Dispose()
    {
        if (!_process.HasExited) _process.Kill(entireProcessTree: true);
        _process.Dispose();
    }

    private static void Keep(StringBuilder kept, string? line)
    {
        if (line is null) return;
        lock (kept) kept.Append(line).Append('\n');
    }

    private static string Locked(StringBuilder kept)
    {
        lock (kept) return kept.ToString();
    }
}
