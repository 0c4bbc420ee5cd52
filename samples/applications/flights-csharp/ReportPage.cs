using System.Globalization;
using System.Text;
using Flights.Charts;
using Flights.Data;

namespace Flights;

/// <summary>The report's page: one file with its pictures inside, which any browser opens without a network.</summary>
internal static class ReportPage
{
    private const string Style = """
        :root { color-scheme: light; }
        body { font: 16px/1.5 Helvetica, Arial, sans-serif; color: #1d2733; background: #f4f6f8; margin: 0; }
        main { max-width: 1010px; margin: 0 auto; padding: 40px 20px 64px; }
        h1 { font-size: 30px; margin: 0 0 4px; }
        p { color: #667281; margin: 0 0 24px; }
        .figures { display: grid; grid-template-columns: repeat(auto-fit, minmax(160px, 1fr)); gap: 16px; margin-bottom: 20px; }
        .figures div { background: #fff; border: 1px solid #e3e7ec; border-radius: 8px; padding: 16px 20px; }
        .figures b { display: block; font-size: 28px; }
        .figures span { color: #667281; font-size: 14px; }
        figure, .table { background: #fff; border: 1px solid #e3e7ec; border-radius: 8px; margin: 0 0 20px; padding: 8px; }
        .table { overflow-x: auto; }
        svg { display: block; width: 100%; height: auto; }
        table { border-collapse: collapse; width: 100%; font-size: 14px; }
        th, td { padding: 6px 10px; text-align: right; border-bottom: 1px solid #eef1f4; white-space: nowrap; }
        th { color: #667281; font-weight: normal; }
        th:nth-child(-n+2), td:nth-child(-n+2) { text-align: left; }
        td i { display: inline-block; width: 10px; height: 10px; border-radius: 5px; margin-right: 8px; }
        """;

    public static string Render(Summary summary, IEnumerable<string> pictures)
    {
        var (worst, best) = (summary.Ranking[0], summary.Ranking[^1]);
        var page = new StringBuilder();
        Add(page, $"""
            <!DOCTYPE html>
            <html lang="en">
            <head><meta charset="utf-8"><meta name="viewport" content="width=device-width"><title>Late flights, first quarter of 2001</title>
            <style>
            {Style}
            </style></head>
            <body><main>
            <h1>Late flights in the United States</h1>
            <p>A sample of flights from January to March 2001, one action for each airport. Data: U.S. Bureau of Transportation Statistics.</p>
            <div class="figures">
            <div><b>{summary.Flights:N0}</b><span>departures of {summary.FlightsInData:N0} in the data</span></div>
            <div><b>{summary.Airports}</b><span>airports with {summary.MinFlights} or more</span></div>
            <div><b>{summary.LateShare * 100:0.0}%</b><span>15 minutes late or more</span></div>
            <div><b>{best.Airport}</b><span>most punctual, {best.LateShare * 100:0.0}% late</span></div>
            <div><b>{worst.Airport}</b><span>least punctual, {worst.LateShare * 100:0.0}% late</span></div>
            </div>
            """);
        foreach (var picture in pictures) Add(page, $"<figure>{picture}</figure>");
        Add(page, $"""
            <div class="table"><table>
            <thead><tr><th>Airport</th><th>City</th><th>Flights</th><th>Late</th><th>Late share</th><th>Mean delay, min</th><th>Median, min</th></tr></thead>
            <tbody>
            """);
        foreach (var row in summary.Ranking) AddRow(page, row);
        Add(page, $"</tbody></table></div>\n</main></body></html>");
        return page.ToString();
    }

    private static void AddRow(StringBuilder page, RankedAirport row) => Add(page, $"""
        <tr><td><i style="background:{LateColour.Of(row.LateShare)}"></i>{Svg.Escape(row.Airport)}</td><td>{Svg.Escape(row.City)}, {Svg.Escape(row.State)}</td><td>{row.Flights:N0}</td><td>{row.Late:N0}</td><td>{row.LateShare * 100:0.0}%</td><td>{row.MeanDelay:0.0}</td><td>{row.MedianDelay:0.0}</td></tr>
        """);

    private static void Add(StringBuilder page, FormattableString line) => page.Append(line.ToString(CultureInfo.InvariantCulture)).Append('\n');
}
