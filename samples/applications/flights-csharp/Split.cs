using System.Text.Json;
using Flights.Data;
using LitePipeline.Helper;

namespace Flights;

/// <summary>Finds the airports with enough flights and generates one action for each; the report will wait for them all.</summary>
internal static class Split
{
    private const int DefaultMinFlights = 50;

    public static async Task RunAsync(ActionContext context)
    {
        var minFlights = MinFlights(context.Input);
        var flights = await FlightData.ReadFlightsAsync();
        var departures = flights.CountBy(flight => flight.Origin).ToList();
        var airports = departures.Where(entry => entry.Value >= minFlights).Select(entry => entry.Key).Order(StringComparer.Ordinal).ToList();
        if (airports.Count == 0)
            throw new ArgumentException($"No airport has {minFlights} flights; the busiest has {departures.Max(entry => entry.Value)}. Give a smaller min_flights.");
        context.Log($"{airports.Count} of {departures.Count} airports have at least {minFlights} flights");

        foreach (var airport in airports)
            context.AddAction(new NewAction($"airport_{airport}", "dotnet flights.dll airport") { InputData = new { airport }, ToAction = "report" });
        context.SetOutput(new { airports, FlightsInData = flights.Count, minFlights });
    }

    private static int MinFlights(JsonElement input)
    {
        if (!input.TryGetProperty("min_flights", out var given)) return DefaultMinFlights;
        if (given.ValueKind == JsonValueKind.Number && given.TryGetInt32(out var number) && number > 0) return number;
        throw new ArgumentException($"min_flights is {given.GetRawText()}: it must be a whole number, 1 or more.");
    }
}
