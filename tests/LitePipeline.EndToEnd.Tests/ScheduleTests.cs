using LitePipeline.Core.Schedules;
using LitePipeline.Core.Storage;
using LitePipeline.Core.Tasks;

namespace LitePipeline.EndToEnd.Tests;

public class ScheduleTests
{
    [Fact]
    public async Task A_run_each_second_is_neither_lost_nor_doubled_over_a_killed_manager()
    {
        using var cluster = await ProcessCluster.StartAsync(slots: 4);
        var app = await cluster.DeployAsync("tick", ProcessCluster.OnlyAction("true"));
        var id = (await cluster.AskAsync("schedule", "create", "-a", $"{app}", "-n", "tick", "--cron", "* * * * * *", "--time-zone", "UTC", "--missed", "run_all", "-e", "true")).GetProperty("schedule_id").GetString()!;
        var schedule = new ScheduleId(Guid.Parse(id));
        var begun = (await cluster.Manager.GetScheduleAsync(schedule)).Schedule.CreatedAt;
        await RunsAsync(cluster, schedule, 3);
        cluster.KillManager();
        var killed = TimeProvider.System.GetUtcNow();
        await ProcessCluster.UntilAsync(() => TimeProvider.System.GetUtcNow() - killed > TimeSpan.FromSeconds(3), "some runs are missed");
        await cluster.StartManagerAsync();
        var started = TimeProvider.System.GetUtcNow();
        await ProcessCluster.UntilAsync(async () => (await cluster.Manager.GetScheduleAsync(schedule)).Schedule.State.LastRunAt > started, "it runs again");
        await cluster.AskAsync("schedule", "update", "-s", id, "-e", "false");

        var last = (await cluster.Manager.GetScheduleAsync(schedule)).Schedule.State.LastRunAt!.Value;
        var tasks = (await cluster.Manager.ListTasksAsync(new TaskQuery { Schedule = schedule })).Items;
        // One for each whole second after its creation, up to the last that was due.
        Assert.Equal(last.ToUnixTimeSeconds() - begun.ToUnixTimeSeconds(), tasks.Count);
        Assert.Equal(tasks.Count, tasks.Select(task => task.Id).Distinct().Count());
        await ProcessCluster.UntilAsync(async () => (await cluster.Manager.ListTasksAsync(new TaskQuery { Schedule = schedule, Status = RunStatus.Success })).Total == tasks.Count, "all have succeeded");
    }

    private static Task RunsAsync(ProcessCluster cluster, ScheduleId schedule, int runs) =>
        ProcessCluster.UntilAsync(async () => (await cluster.Manager.ListTasksAsync(new TaskQuery { Schedule = schedule })).Total >= runs, $"it has run {runs} times");
}
