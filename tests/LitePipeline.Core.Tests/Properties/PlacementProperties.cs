using CsCheck;

namespace LitePipeline.Core.Tests.Properties;

public class PlacementProperties
{
    [Fact]
    public void Nothing_is_overcommitted_and_what_can_be_served_waits_only_for_what_goes_first()
    {
        var (served, kept, resumed) = (0, 0, 0);
        Gen.Int.Sample(seed =>
        {
            var world = new PlacementWorld(seed);
            world.Run(300);
            Interlocked.Add(ref served, world.Served);
            Interlocked.Add(ref kept, world.Kept);
            Interlocked.Add(ref resumed, world.Resumed);
        }, iter: 150);
        Assert.True(served > 3_000 && kept > 100 && resumed > 500, $"The worlds were too quiet: {served} served, {kept} kept, {resumed} resumed.");
    }
}
