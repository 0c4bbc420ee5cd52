using LitePipeline.Simulation.Faults;

namespace LitePipeline.Simulation.Tests;

public class SeedTests
{
    [Fact]
    public void Whatever_goes_wrong_in_two_thousand_seeds_no_promise_is_broken()
    {
        var campaign = new Campaign(Environment.ProcessorCount, static seed => new SimulationOptions { Seed = seed });
        campaign.Run(first: 1, count: 2000, mostFailures: 5);
        Assert.True(campaign.Failures.Count == 0, string.Join("\n", campaign.Failures.Select(failure => $"seed {failure.Seed}: {failure.Violation}")));
        // A world in which nothing goes wrong shows nothing.
        Assert.All(Enum.GetValues<FaultKind>(), kind => Assert.True(campaign.Faults[(int)kind] > 100, $"{kind} has struck {campaign.Faults[(int)kind]} times only."));
        Assert.True(campaign.Tasks > 50_000, $"There were {campaign.Tasks} tasks only.");
    }

    [Theory]
    [InlineData(1)]
    [InlineData(36)]
    [InlineData(962)]
    [InlineData(1897)]
    public void A_seed_is_the_same_life_each_time(int seed)
    {
        var (first, second) = (Simulation.Run(new SimulationOptions { Seed = seed }), Simulation.Run(new SimulationOptions { Seed = seed }));
        Assert.Equal((first.Digest, first.Steps, first.Simulated, first.Changes), (second.Digest, second.Steps, second.Simulated, second.Changes));
    }

    [Fact]
    public void Two_seeds_are_two_lives() =>
        Assert.NotEqual(Simulation.Run(new SimulationOptions { Seed = 1 }).Digest, Simulation.Run(new SimulationOptions { Seed = 2 }).Digest);

    [Fact]
    public void A_fault_that_is_left_out_does_not_happen()
    {
        var result = Simulation.Run(new SimulationOptions { Seed = 7, Without = Enum.GetValues<FaultKind>().ToHashSet() });
        Assert.Null(result.Violation);
        Assert.All(result.Faults, count => Assert.Equal(0, count));
    }
}
