using System.Diagnostics;

namespace LitePipeline.Benchmarks.Measuring;

/// <summary>Who takes part: it does so much work with each run.</summary>
internal sealed record Contestant(string Name, int Count, Func<Task> Run);

/// <summary>How one did: seconds for one piece of its work, round by round.</summary>
internal sealed record Result(string Name, double[] SecondsEach)
{
    public double Seconds => Median(SecondsEach);

    public double PerSecond => 1 / Seconds;

    public double Microseconds => Seconds * 1e6;

    public double Milliseconds => Seconds * 1e3;

    /// <summary>How often it does in the other one's time what that does: the median over the rounds.</summary>
    public double SpeedTo(Result other) => Median([.. SecondsEach.Zip(other.SecondsEach, (own, others) => others / own)]);

    public static double Median(double[] values) => values.Order().ElementAt(values.Length / 2);
}

/// <summary>Measures in rounds after a warm-up, in turn: what disturbs the machine for a while then disturbs all of them, and the ratios stand.</summary>
internal static class Contest
{
    public static async Task<Result[]> RunAsync(Scale scale, params Contestant[] contestants)
    {
        var seconds = contestants.Select(_ => new double[scale.Rounds]).ToArray();
        if (!scale.Quick)
            foreach (var contestant in contestants) await contestant.Run();
        for (var round = 0; round < scale.Rounds; round++)
        {
            for (var i = 0; i < contestants.Length; i++)
            {
                GC.Collect();
                var begun = Stopwatch.GetTimestamp();
                await contestants[i].Run();
                seconds[i][round] = Stopwatch.GetElapsedTime(begun).TotalSeconds / contestants[i].Count;
            }
        }

        return [.. contestants.Select((contestant, i) => new Result(contestant.Name, seconds[i]))];
    }
}
