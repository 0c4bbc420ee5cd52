using System.Globalization;
using System.Text.Json;

namespace Flights.Data;

/// <summary>The data: 20,000 flights in the United States in the first quarter of 2001, and the airports.</summary>
internal static class FlightData
{
    private static string Folder { get; } = Path.Combine(AppContext.BaseDirectory, "data");

    public static async Task<List<Flight>> ReadFlightsAsync()
    {
        await using var file = File.OpenRead(Path.Combine(Folder, "flights-20k.json"));
        return (await JsonSerializer.DeserializeAsync(file, FlightsJson.Default.ListFlight))!;
    }

    /// <summary>City, state and place of each airport, by its code of three letters.</summary>
    public static async Task<Dictionary<string, Place>> ReadPlacesAsync()
    {
        var places = new Dictionary<string, Place>(StringComparer.Ordinal);
        await foreach (var line in File.ReadLinesAsync(Path.Combine(Folder, "airports.csv")))
        {
            var cells = CsvLine.Read(line);
            if (cells is ["iata", ..]) continue;
            places[cells[0]] = new Place(
                cells[2], cells[3], double.Parse(cells[5], CultureInfo.InvariantCulture), double.Parse(cells[6], CultureInfo.InvariantCulture));
        }
        return places;
    }
}

/// <summary>One flight.</summary>
/// <param name="Date">When it left: <c>2001/01/31 18:05</c>.</param>
/// <param name="Delay">In minutes; below zero for early.</param>
/// <param name="Origin">The airport that it left.</param>
internal sealed record Flight(string Date, int Delay, string Origin)
{
    // The Department of Transportation calls a flight late from a quarter of an hour on.
    private const int LateMinutes = 15;

    public bool IsLate => Delay >= LateMinutes;

    public int Hour => int.Parse(Date.AsSpan(11, 2), CultureInfo.InvariantCulture);
}

/// <summary>Where an airport is.</summary>
internal sealed record Place(string City, string State, double Latitude, double Longitude);
