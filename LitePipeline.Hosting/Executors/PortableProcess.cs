using System.ComponentModel;
using System.Diagnostics;
using LitePipeline.Core.Actions;
using LitePipeline.Core.Tasks;

namespace LitePipeline.Hosting.Executors;

/// <summary>A process where there are no Unix sessions: its output is copied, and a stop kills its tree.</summary>
internal sealed class PortableProcess : IRunningAction
{
    private readonly Process _process;

    private PortableProcess(Process process, FileStream output)
    {
        _process = process;
        Completion = CompleteAsync(output);
    }

    public Task<ActionExit> Completion { get; }

    public static PortableProcess Start(List<string> arguments, string folder, string outputFile, (string Name, string Value)[] environment)
    {
        var start = new ProcessStartInfo(arguments[0], arguments.Skip(1))
        {
            WorkingDirectory = folder, UseShellExecute = false, CreateNoWindow = true,
            RedirectStandardInput = true, RedirectStandardOutput = true, RedirectStandardError = true,
        };
        start.Environment.TryAdd(ActionEnvironment.Unbuffered, "1");
        foreach (var (name, value) in environment) start.Environment[name] = value;
        var output = new FileStream(outputFile, FileMode.Create, FileAccess.Write, FileShare.ReadWrite | FileShare.Delete, bufferSize: 0);
        try
        {
            var process = Process.Start(start)!;
            process.StandardInput.Close();
            return new PortableProcess(process, output);
        }
        catch (Win32Exception failure)
        {
            output.Dispose();
            throw new ActionNotStartedException($"The command '{arguments[0]}' could not be started: {failure.Message}.");
        }
    }

    public void Signal(StopSignal signal)
    {
        try { _process.Kill(entireProcessTree: true); }
        catch (InvalidOperationException) { } // It has ended.
        catch (Win32Exception) { }            // It is ending.
    }

    public async ValueTask DisposeAsync()
    {
        Signal(StopSignal.Kill);
        await Completion;
        _process.Dispose();
    }

    private async Task<ActionExit> CompleteAsync(FileStream output)
    {
        await using (output)
        {
            await Task.WhenAll(_process.StandardOutput.BaseStream.CopyToAsync(output), _process.StandardError.BaseStream.CopyToAsync(output));
            await _process.WaitForExitAsync();
        }
        return ProcessExit.Describe(_process.ExitCode);
    }
}
