using System.Diagnostics;

namespace LitePipeline.Benchmarks.Roles;

/// <summary>This program again in another role, so that what it does there is not counted here; they speak by lines.</summary>
internal sealed class ChildProcess : IAsyncDisposable
{
    public const string Flag = "--role";

    private readonly Process _process;

    private ChildProcess(Process process) => _process = process;

    public static ChildProcess Start(string role, params string[] arguments)
    {
        var start = new ProcessStartInfo(Environment.ProcessPath!, [Flag, role, .. arguments]) { RedirectStandardInput = true, RedirectStandardOutput = true };
        return new ChildProcess(Process.Start(start)!);
    }

    public static Task<int> RunRoleAsync(string role, string[] arguments) => role switch
    {
        SimulatedNodes.Role => SimulatedNodes.RunAsync(arguments),
        RealNodes.Role => RealNodes.RunAsync(arguments),
        ProcessLoop.Role => ProcessLoop.RunAsync(arguments),
        "nothing" => Task.FromResult(0),
        _ => throw new ArgumentException($"There is no role '{role}'.", nameof(role)),
    };

    /// <summary>Waits for a line that begins with a word, and returns the rest of it.</summary>
    public async Task<string> ReadAsync(string word)
    {
        while (await _process.StandardOutput.ReadLineAsync() is { } line)
            if (line.StartsWith(word, StringComparison.Ordinal)) return line[word.Length..].Trim();
        throw new InvalidOperationException($"The process ended without saying '{word}'.");
    }

    public Task SayAsync(string line) => _process.StandardInput.WriteLineAsync(line);

    /// <summary>Ends it: its roles end with their input.</summary>
    public async ValueTask DisposeAsync()
    {
        _process.StandardInput.Close();
        await _process.WaitForExitAsync();
        _process.Dispose();
    }
}
