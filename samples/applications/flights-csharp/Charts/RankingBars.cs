using System.Globalization;
using Flights.Data;

namespace Flights.Charts;

/// <summary>The airports with the most late flights for their traffic, and where the average lies.</summary>
internal static class RankingBars
{
    private const int Left = 250, Top = 92, Step = 24, Width = 560, Longest = 20;

    public static string Draw(IReadOnlyList<RankedAirport> ranking, double average)
    {
        List<RankedAirport> rows = [.. ranking.Take(Longest)];
        var end = Top + rows.Count * Step;
        var svg = new Svg(
            960, end + 36, $"The {rows.Count} airports with the most late flights", "Share of departures that were 15 minutes late or more");
        var scale = Width / Math.Max(0.4, rows[0].LateShare);
        for (var index = 0; index < rows.Count; index++) Bar(svg, rows[index], Top + index * Step, scale);
        var x = Left + average * scale;
        svg.Add($"""<line x1="{x}" y1="{Top - 6}" x2="{x}" y2="{end}" stroke="{Svg.Ink}" stroke-dasharray="3 3"/>""");
        svg.Text(x, end + 18, "all airports " + Percent(average), size: 12, fill: Svg.Soft, anchor: "middle");
        return svg.ToString();
    }

    private static void Bar(Svg svg, RankedAirport row, int y, double scale)
    {
        var length = row.LateShare * scale;
        svg.Text(Left - 10, y + 14, $"{row.City}, {row.State}  {row.Airport}", anchor: "end");
        svg.Add($"""<rect x="{Left}" y="{y + 2}" width="{length}" height="{Step - 7}" rx="2" fill="{LateColour.Of(row.LateShare)}"/>""");
        svg.Text(Left + length + 8, y + 14, Percent(row.LateShare), size: 12, weight: "bold");
        svg.Text(Left + length + 52, y + 14, $"{row.Late:N0} of {row.Flights:N0}", size: 12, fill: Svg.Soft);
    }

    private static string Percent(double share) => (share * 100).ToString("0.0", CultureInfo.InvariantCulture) + "%";
}
