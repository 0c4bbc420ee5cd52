using Flights.Data;
using LitePipeline.Helper;

namespace Flights;

/// <summary>Counts one airport's departures: how many, how many late, how late, and at which hour.</summary>
internal static class Airport
{
    public static async Task RunAsync(ActionContext context)
    {
        var airport = context.Input.GetProperty("airport").GetString()!;
        var flights = (await FlightData.ReadFlightsAsync()).Where(flight => flight.Origin == airport).ToList();
        if (flights.Count == 0) throw new ArgumentException($"No flight in the data leaves {airport}.");

        var (flightsByHour, lateByHour) = (new int[24], new int[24]);
        foreach (var flight in flights)
        {
            flightsByHour[flight.Hour]++;
            if (flight.IsLate) lateByHour[flight.Hour]++;
        }

        var late = lateByHour.Sum();
        context.Log($"{airport}: {late} of {flights.Count} flights late");
        context.SetOutput(
            new AirportCounts(
                airport, flights.Count, late, flights.Average(flight => flight.Delay), Median([.. flights.Select(flight => flight.Delay).Order()]),
                flightsByHour, lateByHour),
            FlightsJson.Default.AirportCounts);
    }

    private static double Median(IReadOnlyList<int> sorted)
    {
        var middle = sorted.Count / 2;
        return sorted.Count % 2 == 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2.0;
    }
}
