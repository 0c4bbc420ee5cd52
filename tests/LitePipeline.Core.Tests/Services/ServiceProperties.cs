using CsCheck;

namespace LitePipeline.Core.Tests.Services;

public class ServiceProperties
{
    [Fact]
    public void Whatever_happens_an_enabled_service_lives_once_or_will_and_a_disabled_one_ends()
    {
        var (starts, restarts) = (0, 0);
        Gen.Int.Sample(seed =>
        {
            var world = new ServiceWorld(seed);
            world.Run(200);
            Interlocked.Add(ref starts, world.Starts);
            Interlocked.Add(ref restarts, world.Restarts);
        }, iter: 500);
        Assert.True(starts > 5_000 && restarts > 1_000, $"The worlds were too quiet: {starts} starts, {restarts} restarts of the manager.");
    }
}
