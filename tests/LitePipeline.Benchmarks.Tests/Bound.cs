using System.Globalization;

namespace LitePipeline.Benchmarks.Tests;

/// <summary>A figure that was counted once, and how far from it another count may be.</summary>
internal static class Bound
{
    /// <summary>Fails where more is taken than was, and where so much less is that the bound holds nothing any more.</summary>
    /// <param name="what">What is counted.</param>
    /// <param name="known">What it was.</param>
    /// <param name="slack">By how much of it, or 0 for none, the count may differ.</param>
    /// <param name="counted">What it is now.</param>
    public static void Hold(string what, double known, double slack, double counted)
    {
        if (counted > known * (1 + slack))
            Assert.Fail($"{what} rose from {Text(known)} to {Text(counted)} (at most {Text(known * (1 + slack))}). If that is meant, say why in docs/performance.md and set the new figure here.");
        if (counted < known * (1 - (2 * slack)))
            Assert.Fail($"{what} fell from {Text(known)} to {Text(counted)}: set the new figure here, so that what was gained is kept.");
    }

    private static string Text(double value) => value.ToString("0.##", CultureInfo.InvariantCulture);
}
