using System.ComponentModel;
using System.Diagnostics;
using LitePipeline.Core.Actions;
using LitePipeline.Core.Tasks;
using LitePipeline.Hosting.Secrets;

namespace LitePipeline.Hosting.Executors;

/// <summary>A process where there are no Unix sessions: its output is copied, and a stop kills its tree.</summary>
internal sealed class PortableProcess : IRunningAction
{
    private readonly Process _process;

    private PortableProcess(Process process, FileStream output, SecretMask mask)
    {
        _process = process;
        Completion = CompleteAsync(output, mask);
    }

    public Task<ActionExit> Completion { get; }

    public static PortableProcess Start(List<string> arguments, string folder, string outputFile, (string Name, string Value)[] environment, SecretMask mask)
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
            return new PortableProcess(process, output, mask);
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

    private async Task<ActionExit> CompleteAsync(FileStream output, SecretMask mask)
    {
        await using (output)
        {
            await Task.WhenAll(CopyAsync(_process.StandardOutput.BaseStream, output, mask), CopyAsync(_process.StandardError.BaseStream, output, mask));
            await _process.WaitForExitAsync();
        }
        return ProcessExit.Describe(_process.ExitCode);
    }

    private static async Task CopyAsync(Stream stream, FileStream file, SecretMask mask)
    {
        var output = new MaskedOutput(mask, file);
        var buffer = new byte[64 * 1024];
        while (await stream.ReadAsync(buffer) is var read and > 0)
            lock (file) output.Write(buffer.AsSpan(0, read));
        lock (file) output.Complete();
    }
}
