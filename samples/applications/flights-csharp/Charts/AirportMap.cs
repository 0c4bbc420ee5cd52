using System.Globalization;
using System.Text;
using Flights.Data;

namespace Flights.Charts;

/// <summary>Every airport of the mainland as a faint dot, which draws the country; those of the report as discs.</summary>
internal static class AirportMap
{
    private const int Labels = 12;

    public static string Draw(IReadOnlyList<RankedAirport> ranking, IEnumerable<Place> places)
    {
        var shown = ranking.Where(row => Projection.Shows(row.Latitude, row.Longitude)).OrderByDescending(row => row.Flights).ToList();
        var hidden = ranking.Count - shown.Count;
        var svg = new Svg(
            960, 640, "Where flights ran late, January to March 2001",
            $"Departures from {ranking.Count} airports" + (hidden > 0 ? $", {hidden} of them off this map" : ""));
        svg.Add($"""<path d="{Dots(places)}" stroke="#c3ccd6" stroke-width="2.2" stroke-linecap="round"/>""");
        foreach (var row in shown) Disc(svg, row);
        foreach (var row in shown.Take(Labels)) Label(svg, row);
        ColourKey(svg);
        SizeKey(svg);
        return svg.ToString();
    }

    private static string Dots(IEnumerable<Place> places)
    {
        var path = new StringBuilder();
        foreach (var place in places.Where(place => Projection.Shows(place.Latitude, place.Longitude)))
        {
            var (x, y) = Projection.Project(place.Latitude, place.Longitude);
            path.Append(CultureInfo.InvariantCulture, $"M{x:0.0} {y:0.0}h0");
        }
        return path.ToString();
    }

    private static void Disc(Svg svg, RankedAirport row)
    {
        var (x, y) = Projection.Project(row.Latitude, row.Longitude);
        svg.Add($"""<circle cx="{x}" cy="{y}" r="{Radius(row.Flights)}" fill="{LateColour.Of(row.LateShare)}" fill-opacity="0.9" stroke="{Svg.Ink}" stroke-width="0.7"><title>{row.Airport}: {row.Late} of {row.Flights} late</title></circle>""");
    }

    private static void Label(Svg svg, RankedAirport row)
    {
        var (x, y) = Projection.Project(row.Latitude, row.Longitude);
        // A white rim keeps a label readable where discs overlap.
        svg.Text(
            x, y + 4, row.Airport, size: 11, anchor: "middle", weight: "bold",
            more: """ stroke="#ffffff" stroke-width="3" stroke-linejoin="round" paint-order="stroke" """);
    }

    private static void ColourKey(Svg svg)
    {
        svg.Text(28, 584, "Late flights", size: 12, fill: Svg.Soft);
        for (var step = 0; step <= 30; step++)
            svg.Add($"""<rect x="{28 + step * 6}" y="592" width="6.5" height="12" fill="{LateColour.Of(0.10 + step * 0.01)}"/>""");
        foreach (var percent in (int[])[10, 20, 30, 40])
            svg.Text(31 + (percent - 10) * 6, 620, $"{percent}%", size: 11, fill: Svg.Soft, anchor: "middle");
    }

    private static void SizeKey(Svg svg)
    {
        svg.Text(262, 584, "Departures", size: 12, fill: Svg.Soft);
        var x = 262.0;
        foreach (var count in (int[])[100, 500, 1000])
        {
            var radius = Radius(count);
            x += radius + 4;
            svg.Add($"""<circle cx="{x}" cy="604" r="{radius}" fill="none" stroke="{Svg.Soft}"/>""");
            svg.Text(x + radius + 4, 608, count.ToString("N0", CultureInfo.InvariantCulture), size: 11, fill: Svg.Soft);
            x += radius + 42;
        }
    }

    private static double Radius(int flights) => 0.62 * Math.Sqrt(flights);
}
