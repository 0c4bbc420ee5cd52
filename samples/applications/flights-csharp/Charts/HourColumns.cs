using System.Globalization;
using Flights.Data;

namespace Flights.Charts;

/// <summary>One column an hour: how much of its departures were late. Where hardly anything flies, a share would say nothing.</summary>
internal static class HourColumns
{
    private const int Left = 62, Top = 92, Bottom = 330, Width = 36, Enough = 100;

    public static string Draw(IReadOnlyList<HourCounts> hours)
    {
        var svg = new Svg(960, 390, "Delays pile up over the day", $"Late flights by the hour of departure; few: fewer than {Enough} flights");
        var largest = hours.Where(HasEnough).Select(Share).DefaultIfEmpty().Max();
        var highest = Math.Max(5, (int)Math.Ceiling(largest * 10)) * 10;
        var scale = (Bottom - Top) * 100.0 / highest;
        for (var percent = 0; percent <= highest; percent += 10)
        {
            var y = Bottom - percent / 100.0 * scale;
            svg.Add($"""<line x1="{Left}" y1="{y}" x2="{Left + 24 * Width}" y2="{y}" stroke="{(percent == 0 ? Svg.Soft : Svg.Grid)}"/>""");
            svg.Text(Left - 8, y + 4, $"{percent}%", size: 12, fill: Svg.Soft, anchor: "end");
        }
        foreach (var entry in hours) Column(svg, entry, scale);
        svg.Text(Left + 12 * Width, Bottom + 40, "hour of the day", size: 12, fill: Svg.Soft, anchor: "middle");
        return svg.ToString();
    }

    private static void Column(Svg svg, HourCounts entry, double scale)
    {
        var x = Left + entry.Hour * Width;
        var middle = x + Width / 2;
        svg.Text(middle, Bottom + 18, entry.Hour.ToString(CultureInfo.InvariantCulture), size: 12, fill: Svg.Soft, anchor: "middle");
        if (!HasEnough(entry))
        {
            svg.Text(middle, Bottom - 6, "few", size: 11, fill: "#a3adb9", anchor: "middle");
            return;
        }
        var (share, height) = (Share(entry), Share(entry) * scale);
        svg.Add($"""<rect x="{x + 4}" y="{Bottom - height}" width="{Width - 8}" height="{height}" rx="2" fill="{LateColour.Of(share)}"><title>{entry.Late} of {entry.Flights} late</title></rect>""");
        svg.Text(middle, Bottom - height - 6, (share * 100).ToString("0", CultureInfo.InvariantCulture), size: 11, fill: Svg.Soft, anchor: "middle");
    }

    private static bool HasEnough(HourCounts entry) => entry.Flights >= Enough;

    private static double Share(HourCounts entry) => (double)entry.Late / entry.Flights;
}
