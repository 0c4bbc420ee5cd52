using LitePipeline.Core.Applications;
using LitePipeline.Core.Schedules;
using LitePipeline.Core.Storage;
using LitePipeline.Core.Tasks;

namespace LitePipeline.EndToEnd.Tests;

public class ScheduleTests
{
    // Else what came due within the last minute is made up for, whatever a schedule says of missed runs.
    private const string SoonMissed = """{"LitePipeline": {"Manager": {"ScheduleLateness": "00:00:01"}}}""";

    private static async Task<ScheduleId> EachSecondAsync(ProcessCluster cluster, AppId app, string missed) => new(Guid.Parse((await cluster.AskAsync(
        "schedule", "create", "-a", $"{app}", "-n", missed, "--cron", "* * * * * *", "--time-zone", "UTC", "--missed", missed, "-e", "true")).GetProperty("schedule_id").GetString()!));

    private static async Task<IReadOnlyList<TaskRecord>> RunsAsync(ProcessCluster cluster, ScheduleId schedule) =>
        (await cluster.Manager.ListTasksAsync(new TaskQuery { Schedule = schedule })).Items;

    /// <summary>Ends a schedule and returns its runs and the seconds that it was due, from its creation to its last run.</summary>
    private static async Task<(IReadOnlyList<TaskRecord> Runs, long Seconds)> EndAsync(ProcessCluster cluster, ScheduleId schedule)
    {
        await cluster.AskAsync("schedule", "update", "-s", $"{schedule}", "-e", "false");
        var ended = (await cluster.Manager.GetScheduleAsync(schedule)).Schedule;
        return (await RunsAsync(cluster, schedule), ended.State.LastRunAt!.Value.ToUnixTimeSeconds() - ended.CreatedAt.ToUnixTimeSeconds());
    }

    [Fact]
    public async Task Runs_of_each_second_are_neither_lost_nor_doubled_over_a_killed_manager()
    {
        using var cluster = await ProcessCluster.StartAsync(slots: 4, hostSettings: SoonMissed);
        var app = await cluster.DeployAsync("tick", ProcessCluster.OnlyAction("true"));
        var (all, skipping) = (await EachSecondAsync(cluster, app, "run_all"), await EachSecondAsync(cluster, app, "skip"));
        await ProcessCluster.UntilAsync(async () => (await RunsAsync(cluster, skipping)).Count >= 2, "both have run");
        cluster.KillManager();
        var killed = TimeProvider.System.GetUtcNow();
        await ProcessCluster.UntilAsync(() => TimeProvider.System.GetUtcNow() - killed > TimeSpan.FromSeconds(4), "some runs are missed");
        await cluster.StartManagerAsync();
        var started = TimeProvider.System.GetUtcNow();
        foreach (var schedule in (ScheduleId[])[all, skipping])
            await ProcessCluster.UntilAsync(async () => (await cluster.Manager.GetScheduleAsync(schedule)).Schedule.State.LastRunAt > started, "it runs again");

        var (runs, seconds) = await EndAsync(cluster, all);
        Assert.Equal(seconds, runs.Count);
        Assert.Equal(runs.Count, runs.Select(run => run.Id).Distinct().Count());
        (runs, seconds) = await EndAsync(cluster, skipping);
        Assert.InRange(runs.Count, 3, seconds - 2);
        Assert.Equal(runs.Count, runs.Select(run => run.Id).Distinct().Count());
        var total = (await cluster.Manager.ListTasksAsync(new TaskQuery { Limit = 1 })).Total;
        await ProcessCluster.UntilAsync(async () => (await cluster.Manager.ListTasksAsync(new TaskQuery { Status = RunStatus.Success, Limit = 1 })).Total == total, "all have succeeded");
    }
}
