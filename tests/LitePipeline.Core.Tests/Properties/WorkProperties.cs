using CsCheck;
using LitePipeline.Core.Tasks;

namespace LitePipeline.Core.Tests.Properties;

public class WorkProperties
{
    [Fact]
    public void Whatever_happens_every_work_ends_as_its_parts_say_and_nothing_starts_too_early_or_twice()
    {
        var (reruns, recovers, tasksAgain, events) = (0, 0, 0, 0);
        var ends = new int[Enum.GetValues<RunStatus>().Length];
        Gen.Int.Sample(seed =>
        {
            var world = new WorkWorld(seed);
            world.Run(300);
            Interlocked.Add(ref reruns, world.Reruns);
            Interlocked.Add(ref recovers, world.Recovers);
            Interlocked.Add(ref tasksAgain, world.TasksAgain);
            Interlocked.Add(ref events, world.Events);
            foreach (var (status, count) in world.Ends) Interlocked.Add(ref ends[(int)status], count);
        }, iter: 500);
        Assert.True(
            reruns > 1000 && recovers > 1000 && tasksAgain > 500 && events > 1000,
            $"The worlds were too quiet: {reruns} reruns, {recovers} recovers, {tasksAgain} tasks run again on their own, {events} event applications.");
        foreach (var status in new[] { RunStatus.Success, RunStatus.Fail, RunStatus.Kill, RunStatus.Error })
            Assert.True(ends[(int)status] > 500, $"Only {ends[(int)status]} works ended with {status}.");
    }

    [Fact]
    public void The_same_seed_gives_the_same_run() =>
        Gen.Int.Sample(seed => new WorkWorld(seed).Run(200) == new WorkWorld(seed).Run(200), iter: 50);
}
