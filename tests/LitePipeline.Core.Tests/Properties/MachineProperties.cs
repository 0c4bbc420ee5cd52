using CsCheck;

namespace LitePipeline.Core.Tests.Properties;

public class MachineProperties
{
    [Fact]
    public void Whatever_goes_wrong_every_task_ends_once_and_nothing_starts_too_early()
    {
        var (tasks, requeued, generated, retried, reruns, recovers, held, hits) = (0, 0, 0, 0, 0, 0, 0, 0);
        Gen.Int.Sample(seed =>
        {
            var world = new World(seed);
            world.Run(300);
            Interlocked.Add(ref tasks, world.Tasks);
            Interlocked.Add(ref requeued, world.Requeued);
            Interlocked.Add(ref generated, world.Generated);
            Interlocked.Add(ref retried, world.Retried);
            Interlocked.Add(ref reruns, world.Reruns);
            Interlocked.Add(ref recovers, world.Recovers);
            Interlocked.Add(ref held, world.Held);
            Interlocked.Add(ref hits, world.Hits);
        }, iter: 1500);
        Assert.True(
            tasks > 10_000 && requeued > 1_000 && generated > 1_000 && retried > 1_000 && reruns > 300 && recovers > 300 && held > 1_000 && hits > 1_000,
            $"The worlds were too quiet: {tasks} tasks, {requeued} requeued, {generated} generated, {retried} retried, {reruns} reruns, {recovers} recovers, {held} held, {hits} hits.");
    }

    [Fact]
    public void The_same_seed_gives_the_same_run() =>
        Gen.Int.Sample(seed => new World(seed).Run(200) == new World(seed).Run(200), iter: 50);
}
