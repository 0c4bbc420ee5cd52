using LitePipeline.Simulation.Faults;

namespace LitePipeline.Simulation.Tests;

/// <summary>A simulation that finds nothing shows something only where it would have found it: a guard is taken away, and must be missed.</summary>
public class SabotageTests
{
    [Theory]
    [InlineData("NoFencing", 200, "stale")]
    [InlineData("ActBeforePersist", 5, "promise", "persist")]
    [InlineData("NoReadoption", 20, "lost")]
    public void A_guard_that_is_taken_away_is_missed(string guard, int seeds, params string[] rules)
    {
        var failed = Fail(Enum.Parse<Sabotage>(guard), seeds);
        Assert.Contains(failed.Violation.Rule, rules);
    }

    [Fact]
    public void What_fails_is_made_shorter()
    {
        var (seed, violation) = Fail(Sabotage.NoReadoption, 20);
        var options = new SimulationOptions { Seed = seed, Sabotage = Sabotage.NoReadoption };
        var before = Simulation.Run(options);
        var shrunk = Shrinker.Shrink(options, before);
        var after = Simulation.Run(shrunk with { Keeps = true });
        Assert.Equal(violation.Rule, after.Violation!.Rule);
        Assert.InRange(after.Faults.Sum(), 1, before.Faults.Sum());
        // One kind of fault is enough to make a node connect anew; a few may be needed together.
        Assert.InRange(after.Faults.Count(count => count > 0), 1, 3);
        Assert.NotEmpty(after.Trace);
    }

    private static (int Seed, Violation Violation) Fail(Sabotage guard, int seeds)
    {
        var campaign = new Campaign(1, seed => new SimulationOptions { Seed = seed, Sabotage = guard });
        campaign.Run(first: 1, count: seeds, mostFailures: 1);
        return Assert.Single(campaign.Failures);
    }
}
