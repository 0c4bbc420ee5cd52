namespace LitePipeline.Fuzzing.Tests;

/// <summary>Each target with a few of its cases; the program runs millions.</summary>
public class SeedTests
{
    [Theory]
    [InlineData("frames", 2500)]
    [InlineData("node-frames", 2500)]
    [InlineData("configurations", 10_000)]
    [InlineData("archives", 1000)]
    [InlineData("tokens", 10_000)]
    [InlineData("http", 600)]
    public void Hostile_input_is_refused_in_words_and_harms_nothing(string target, int cases)
    {
        using var opened = Targets.Open(target);
        var campaign = new Campaign(opened.Target, seed: 20);
        campaign.Go(cases, threads: 2);
        Assert.Null(campaign.Found);
        Assert.Equal(cases, campaign.Run);
        // A target whose cases all end alike tries nothing.
        Assert.True(campaign.Outcomes.Count() >= 3, string.Join(", ", campaign.Outcomes));
    }

    [Fact]
    public void Every_target_has_its_test()
    {
        var tried = typeof(SeedTests).GetMethod(nameof(Hostile_input_is_refused_in_words_and_harms_nothing))!.GetCustomAttributesData()
            .Where(data => data.AttributeType == typeof(InlineDataAttribute))
            .Select(data => (string)((IReadOnlyList<System.Reflection.CustomAttributeTypedArgument>)data.ConstructorArguments[0].Value!)[0].Value!);
        Assert.Equal(Targets.Names.Order(StringComparer.Ordinal), tried.Order(StringComparer.Ordinal));
    }

    [Fact]
    public void What_is_found_is_made_small_and_comes_back_by_its_number()
    {
        var target = new BrokenTarget();
        var campaign = new Campaign(target, seed: 1);
        campaign.Go(1000, threads: 1);
        Assert.NotNull(campaign.Found);
        Assert.Equal([0x42], campaign.Found.Input);
        Assert.Contains((byte)0x42, Campaign.CaseOf(target, 1, campaign.Found.Number));
        Assert.Contains("--hex: 42", campaign.Found.ToString(), StringComparison.Ordinal);
    }

    private sealed class BrokenTarget : FuzzTarget
    {
        public override string Name => "broken";

        public override string What => "something that falls over one byte";

        public override CsCheck.Gen<byte[]> Cases => Generation.Edits.Nothing;

        public override string Run(byte[] input) => input.Contains((byte)0x42) ? throw new PromiseBrokenException("It fell.") : "fine";
    }
}
