using System.Text.Json.Serialization;

namespace Flights.Data;

/// <summary>What the split tells the report.</summary>
internal sealed record SplitOutput(List<string> Airports, int FlightsInData, int MinFlights);

/// <summary>What an airport's action found.</summary>
internal sealed record AirportCounts(
    string Airport, int Flights, int Late, double MeanDelay, double MedianDelay, int[] FlightsByHour, int[] LateByHour);

/// <summary>One airport in the report.</summary>
internal sealed record RankedAirport(
    string Airport, int Flights, int Late, double MeanDelay, double MedianDelay, double LateShare,
    string City, string State, double Latitude, double Longitude);

/// <summary>All departures in one hour of the day.</summary>
internal sealed record HourCounts(int Hour, int Flights, int Late);

/// <summary>The report's numbers: the application's output.</summary>
internal sealed record Summary
{
    public required int Airports { get; init; }
    public required int Flights { get; init; }
    public required int FlightsInData { get; init; }
    public required int MinFlights { get; init; }
    public required int Late { get; init; }
    public required double LateShare { get; init; }
    public required List<HourCounts> Hours { get; init; }

    /// <summary>The least punctual first.</summary>
    public required List<RankedAirport> Ranking { get; init; }

    public required List<string> Files { get; init; }
}

/// <summary>Generated at build time: reflection would take longer than the work of an action.</summary>
[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower)]
[JsonSerializable(typeof(List<Flight>))]
[JsonSerializable(typeof(SplitOutput))]
[JsonSerializable(typeof(AirportCounts))]
[JsonSerializable(typeof(Summary))]
internal sealed partial class FlightsJson : JsonSerializerContext;
