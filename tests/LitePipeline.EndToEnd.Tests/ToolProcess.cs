using System.Diagnostics;
using System.Text;
using System.Text.RegularExpressions;
using LitePipeline.TestCluster;

namespace LitePipeline.EndToEnd.Tests;

/// <summary>The built tool as a process of its own.</summary>
internal sealed partial class ToolProcess : IDisposable
{
    private readonly Process _process;
    private readonly StringBuilder _printed = new();
    private readonly StringBuilder _output = new();

    private ToolProcess(Process process) => _process = process;

    public int Pid => _process.Id;

    public string Printed
    {
        get
        {
            lock (_printed) return _printed.ToString();
        }
    }

    /// <summary>What it has printed on standard output alone.</summary>
    public string Output
    {
        get
        {
            lock (_printed) return _output.ToString();
        }
    }

    public static string Tool => Path.Combine(AppContext.BaseDirectory, "litepipeline.dll");

    public static ToolProcess Start(params string[] arguments) => Program("dotnet", Environment.CurrentDirectory, [Tool, .. arguments]);

    /// <summary>Starts any program, as the tool is started.</summary>
    public static ToolProcess Program(string program, string folder, params string[] arguments)
    {
        var process = new Process
        {
            StartInfo = new ProcessStartInfo(program, arguments) { WorkingDirectory = folder, RedirectStandardOutput = true, RedirectStandardError = true },
        };
        // Scripts call the tool by its name.
        process.StartInfo.Environment["PATH"] = $"{ToolOnPath.Folder}:{process.StartInfo.Environment["PATH"]}";
        var tool = new ToolProcess(process);
        process.OutputDataReceived += (_, line) => tool.Keep(line.Data, tool._output);
        process.ErrorDataReceived += (_, line) => tool.Keep(line.Data);
        process.Start();
        process.BeginOutputReadLine();
        process.BeginErrorReadLine();
        return tool;
    }

    /// <summary>Starts a server and waits until it says that it is ready.</summary>
    public static Task<ToolProcess> ServeAsync(string ready, params string[] arguments) => ServeInAsync(Environment.CurrentDirectory, ready, arguments);

    /// <summary>The same in a folder, whose <c>appsettings.json</c> it reads.</summary>
    public static async Task<ToolProcess> ServeInAsync(string folder, string ready, params string[] arguments)
    {
        var tool = Program("dotnet", folder, [Tool, .. arguments]);
        await LitePipelineTestCluster.UntilAsync(
            () => Task.FromResult(tool.Printed.Contains(ready, StringComparison.Ordinal) || tool._process.HasExited),
            $"'{ready}' of litepipeline {string.Join(' ', arguments)}; until now: {tool.Printed}", TimeSpan.FromMinutes(2));
        Assert.True(!tool._process.HasExited, tool.Printed);
        return tool;
    }

    public static async Task<(int ExitCode, string Printed)> RunAsync(params string[] arguments)
    {
        using var tool = Start(arguments);
        await tool._process.WaitForExitAsync();
        return (tool._process.ExitCode, tool.Printed);
    }

    /// <summary>Waits for its end.</summary>
    public async Task<int> ExitCodeAsync()
    {
        await _process.WaitForExitAsync();
        return _process.ExitCode;
    }

    /// <summary>The nth address that the ready line names.</summary>
    public string Address(int place) => Addresses().Matches(Printed.Split('\n').Single(line => line.Contains("LitePipeline is ready", StringComparison.Ordinal)))[place].Value;

    /// <summary><c>kill -9</c> of this process alone.</summary>
    public void Kill()
    {
        _process.Kill();
        _process.WaitForExit();
    }

    public void Dispose()
    {
        if (!_process.HasExited) _process.Kill(entireProcessTree: true);
        _process.Dispose();
    }

    private void Keep(string? line, StringBuilder? also = null)
    {
        lock (_printed)
        {
            _printed.AppendLine(line);
            also?.AppendLine(line);
        }
    }

    [GeneratedRegex(@"127\.0\.0\.1:\d+")]
    private static partial Regex Addresses();
}
