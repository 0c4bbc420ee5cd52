using System.Text.Json;
using LitePipeline.Core;
using LitePipeline.Core.Packages;
using LitePipeline.Core.Tasks;
using LitePipeline.Hosting.Packages;
using LitePipeline.TestCluster;
using static LitePipeline.Samples.Tests.SampleApplication;

namespace LitePipeline.Samples.Tests;

public class FlightsTests
{
    private sealed record Flight(string Date, int Delay, int Distance, string Origin, string Destination);

    private static Flight[] ReadFlights() => JsonSerializer.Deserialize<Flight[]>(
        File.ReadAllBytes(Path.Combine(Metadata("Repository"), "samples", "applications", "flights-python", "data", "flights-20k.json")), JsonSerializerOptions.Web)!;

    [Theory]
    [InlineData("python", 50)]
    [InlineData("csharp", 50)]
    [InlineData("python", 400)]
    [InlineData("csharp", 400)]
    public async Task The_reports_numbers_are_those_of_an_independent_calculation(string variant, int minFlights)
    {
        await using var cluster = await LitePipelineTestCluster.StartAsync();
        using var package = new MemoryStream();
        await PackageBuilder.PackFolderAsync(Path.Combine(Metadata("Quickstart"), "applications", $"flights-{variant}"), package);
        package.Position = 0;
        var app = await cluster.Manager.CreateApplicationAsync(new CreateApplicationRequest("flights", PackageFormat.TarGz), package);
        var task = await cluster.RunAsync(app, JsonData.From(new { min_flights = minFlights }));
        Assert.True(task.Task.State.Status == RunStatus.Success, task.Task.State.Message);
        var data = task.Actions.Single(action => action.Name == "report").Result.ToElement().GetProperty("data");

        var airports = ReadFlights().GroupBy(flight => flight.Origin).Where(flights => flights.Count() >= minFlights).ToDictionary(flights => flights.Key, flights => flights.ToArray());
        Assert.Equal(airports.Count + 2, task.Actions.Count);
        Assert.Equal(airports.Count, data.GetProperty("airports").GetInt32());
        Assert.Equal(airports.Values.Sum(flights => flights.Length), data.GetProperty("flights").GetInt32());
        Assert.Equal(airports.Values.Sum(flights => flights.Count(flight => flight.Delay >= 15)), data.GetProperty("late").GetInt32());
        var ranking = data.GetProperty("ranking").EnumerateArray().ToArray();
        Assert.Equal(airports.Keys.Order(), ranking.Select(row => row.GetProperty("airport").GetString()).Order());
        foreach (var row in ranking)
        {
            var flights = airports[row.GetProperty("airport").GetString()!];
            Assert.Equal(flights.Length, row.GetProperty("flights").GetInt32());
            Assert.Equal(flights.Count(flight => flight.Delay >= 15), row.GetProperty("late").GetInt32());
            Assert.Equal(flights.Average(flight => flight.Delay), row.GetProperty("mean_delay").GetDouble(), 9);
            Assert.Equal(Median([.. flights.Select(flight => flight.Delay).Order()]), row.GetProperty("median_delay").GetDouble(), 9);
        }

        var shares = ranking.Select(row => row.GetProperty("late_share").GetDouble()).ToArray();
        Assert.Equal(shares.OrderDescending(), shares);
        foreach (var hour in data.GetProperty("hours").EnumerateArray())
        {
            var flights = airports.Values.SelectMany(all => all).Where(flight => int.Parse(flight.Date[11..13], null) == hour.GetProperty("hour").GetInt32()).ToArray();
            Assert.Equal((flights.Length, flights.Count(flight => flight.Delay >= 15)), (hour.GetProperty("flights").GetInt32(), hour.GetProperty("late").GetInt32()));
        }
    }

    private static double Median(int[] sorted) => (sorted[(sorted.Length - 1) / 2] + sorted[sorted.Length / 2]) / 2.0;

    [Fact]
    public async Task A_wrong_input_fails_the_task_in_the_actions_own_words()
    {
        await using var cluster = await LitePipelineTestCluster.StartAsync();
        using var package = new MemoryStream();
        await PackageBuilder.PackFolderAsync(Path.Combine(Metadata("Quickstart"), "applications", "flights-python"), package);
        package.Position = 0;
        var app = await cluster.Manager.CreateApplicationAsync(new CreateApplicationRequest("flights", PackageFormat.TarGz), package);
        var task = await cluster.RunAsync(app, JsonData.Parse("""{"min_flights": "many"}"""));
        Assert.Equal(RunStatus.Fail, task.Task.State.Status);
        Assert.Contains("it must be a whole number, 1 or more", task.Task.State.Message);
    }
}
