using System.Text.Json;
using Flights.Charts;
using Flights.Data;
using LitePipeline.Helper;

namespace Flights;

/// <summary>Puts the airports together: a page with pictures and a table, and the numbers for other programs.</summary>
internal static class Report
{
    public static async Task RunAsync(ActionContext context)
    {
        var places = await FlightData.ReadPlacesAsync();
        var split = context.GetCondition("split").Deserialize(FlightsJson.Default.SplitOutput)!;
        var counts = split.Airports
            .Select(airport => context.GetCondition($"airport_{airport}").Deserialize(FlightsJson.Default.AirportCounts)!)
            .ToList();

        var summary = Summarize(split, counts, places);
        Dictionary<string, string> pictures = new()
        {
            ["map.svg"] = AirportMap.Draw(summary.Ranking, places.Values),
            ["hours.svg"] = HourColumns.Draw(summary.Hours),
            ["ranking.svg"] = RankingBars.Draw(summary.Ranking, summary.LateShare),
        };
        foreach (var (name, svg) in pictures) await File.WriteAllTextAsync(Path.Combine(context.Workspace, name), svg);
        await File.WriteAllTextAsync(Path.Combine(context.Workspace, "report.html"), ReportPage.Render(summary, pictures.Values));

        context.Log($"{summary.Late} of {summary.Flights} flights late at {summary.Airports} airports");
        context.SetOutput(summary with { Files = ["report.html", .. pictures.Keys] }, FlightsJson.Default.Summary);
    }

    private static Summary Summarize(SplitOutput split, List<AirportCounts> counts, Dictionary<string, Place> places)
    {
        var flights = counts.Sum(airport => airport.Flights);
        var late = counts.Sum(airport => airport.Late);
        return new Summary
        {
            Airports = counts.Count,
            Flights = flights,
            FlightsInData = split.FlightsInData,
            MinFlights = split.MinFlights,
            Late = late,
            LateShare = (double)late / flights,
            Hours = [.. Enumerable.Range(0, 24).Select(hour => new HourCounts(
                hour, counts.Sum(airport => airport.FlightsByHour[hour]), counts.Sum(airport => airport.LateByHour[hour])))],
            Ranking = [.. counts.Select(airport => Rank(airport, places[airport.Airport]))
                .OrderByDescending(row => row.LateShare).ThenBy(row => row.Airport, StringComparer.Ordinal)],
            Files = [],
        };
    }

    private static RankedAirport Rank(AirportCounts counts, Place place) => new(
        counts.Airport, counts.Flights, counts.Late, counts.MeanDelay, counts.MedianDelay, (double)counts.Late / counts.Flights,
        place.City, place.State, place.Latitude, place.Longitude);
}
