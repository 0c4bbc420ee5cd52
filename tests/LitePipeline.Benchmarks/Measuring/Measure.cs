using System.Diagnostics;

namespace LitePipeline.Benchmarks.Measuring;

/// <summary>Medians of runs after a warm-up: machines are noisy, and one run says little.</summary>
internal static class Measure
{
    public const int Runs = 5;

    /// <summary>The median of <see cref="Runs"/> runs, in seconds.</summary>
    public static async Task<double> SecondsAsync(Func<Task> run)
    {
        await run();
        var seconds = new double[Runs];
        for (var i = 0; i < Runs; i++)
        {
            GC.Collect();
            var begun = Stopwatch.GetTimestamp();
            await run();
            seconds[i] = Stopwatch.GetElapsedTime(begun).TotalSeconds;
        }

        Array.Sort(seconds);
        return seconds[Runs / 2];
    }
}
