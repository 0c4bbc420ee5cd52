namespace Flights.Charts;

/// <summary>A colour for a share of late flights, from few to many.</summary>
internal static class LateColour
{
    private static readonly (double Share, int Red, int Green, int Blue)[] Scale =
        [(0.10, 255, 224, 138), (0.20, 253, 174, 75), (0.30, 240, 96, 58), (0.40, 170, 18, 62)];

    public static string Of(double share)
    {
        share = Math.Clamp(share, Scale[0].Share, Scale[^1].Share);
        var above = Math.Max(1, Array.FindIndex(Scale, step => share <= step.Share));
        var (low, high) = (Scale[above - 1], Scale[above]);
        var part = (share - low.Share) / (high.Share - low.Share);
        return $"#{Mix(low.Red, high.Red):x2}{Mix(low.Green, high.Green):x2}{Mix(low.Blue, high.Blue):x2}";

        int Mix(int from, int to) => (int)Math.Round(from + (to - from) * part);
    }
}
