using CsCheck;

namespace LitePipeline.Core.Tests.Properties;

public class MachineProperties
{
    [Fact]
    public void Whatever_goes_wrong_every_task_ends_once_and_nothing_starts_too_early()
    {
        var (tasks, requeued, generated) = (0, 0, 0);
        Gen.Int.Sample(seed =>
        {
            var world = new World(seed);
            world.Run(300);
            Interlocked.Add(ref tasks, world.Tasks);
            Interlocked.Add(ref requeued, world.Requeued);
            Interlocked.Add(ref generated, world.Generated);
        }, iter: 1500);
        Assert.True(tasks > 10_000 && requeued > 1_000 && generated > 1_000, $"The worlds were too quiet: {tasks} tasks, {requeued} requeued, {generated} generated.");
    }

    [Fact]
    public void The_same_seed_gives_the_same_run() =>
        Gen.Int.Sample(seed => new World(seed).Run(200) == new World(seed).Run(200), iter: 50);
}
