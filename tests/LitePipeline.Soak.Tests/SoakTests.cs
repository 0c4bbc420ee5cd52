using System.Diagnostics;
using System.Globalization;

namespace LitePipeline.Soak.Tests;

public class SoakTests
{
    /// <summary>How many seconds things go wrong; the environment may say another number.</summary>
    private static readonly string Length = Environment.GetEnvironmentVariable("LITEPIPELINE_SOAK_SECONDS") ?? "75";

    [Fact]
    public async Task Whatever_is_done_to_real_processes_no_promise_is_broken()
    {
        // It waits more than it computes: few tasks, and kills with time between them, so that other tests can run beside it.
        var tasks = (int)(2 * double.Parse(Length, CultureInfo.InvariantCulture));
        var folder = Directory.CreateTempSubdirectory("litepipeline-soak-");
        var (code, printed) = await RunAsync("--seed", "1", "--length", Length, "--tasks", $"{tasks}", "--kill-every", "4", "--fault-every", "3", "--folder", folder.FullName);
        Assert.True(code == 0, printed);
        Assert.Contains("seed 1: well", printed, StringComparison.Ordinal);
        Assert.Contains(string.Create(CultureInfo.InvariantCulture, $"{tasks:N0} submissions accepted"), printed, StringComparison.Ordinal);
    }

    private static async Task<(int Code, string Printed)> RunAsync(params string[] arguments)
    {
        var start = new ProcessStartInfo("dotnet", [Path.Combine(AppContext.BaseDirectory, "LitePipeline.Soak.dll"), .. arguments]) { RedirectStandardOutput = true, RedirectStandardError = true };
        using var soak = Process.Start(start)!;
        var error = soak.StandardError.ReadToEndAsync();
        var printed = await soak.StandardOutput.ReadToEndAsync();
        await soak.WaitForExitAsync();
        return (soak.ExitCode, printed + await error);
    }
}
