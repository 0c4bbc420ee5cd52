using LitePipeline.Core.Schedules;

namespace LitePipeline.Core.Tests.Schedules;

public class TwoYearsTests
{
    private static readonly TimeSpan Lateness = TimeSpan.FromMinutes(1);

    private static readonly (ScheduleTiming Timing, string Cron, string Zone)[] Timings =
    [
        (new() { Hour = 2, Minute = 30, TimeZone = "Europe/Berlin" }, "30 2 * * *", "Europe/Berlin"),
        (new() { Hour = 4, Minute = 5, DayOfWeek = 7, TimeZone = "Europe/Berlin" }, "5 4 * * 7", "Europe/Berlin"),
        (new() { Minute = 59, DayOfMonth = 31, DayOfWeek = 2, TimeZone = "Asia/Kathmandu" }, "59 0 31 * *", "Asia/Kathmandu"),
        (new() { Cron = "30 1 * * *", TimeZone = "America/New_York" }, "30 1 * * *", "America/New_York"),
        (new() { Cron = "15 2 * * *", TimeZone = "Australia/Lord_Howe" }, "15 2 * * *", "Australia/Lord_Howe"),
        (new() { Cron = "0 */3 * * *", TimeZone = "Europe/Dublin" }, "0 */3 * * *", "Europe/Dublin"),
        (new() { Cron = "0 0 1,15 * *", TimeZone = "America/Santiago" }, "0 0 1,15 * *", "America/Santiago"),
        (new() { Cron = "0 12 29 2 *", TimeZone = "UTC" }, "0 12 29 2 *", "UTC"),
    ];

    private static readonly Lazy<List<DateTimeOffset>[]> Due = new(() => [.. Timings.Select(timing => new NaiveCalendar(timing.Zone, TwoYearsWorld.Start, TwoYearsWorld.End).Due(timing.Cron))]);

    public static TheoryData<int> Seeds => [.. Enumerable.Range(1, 3)];

    [Theory]
    [MemberData(nameof(Seeds))]
    public void No_run_is_lost_or_doubled_however_often_the_manager_dies(int seed)
    {
        var world = new TwoYearsWorld(seed);
        var schedules = Schedules(world);
        world.Run();

        Assert.True(world.Downtimes.Count > 500 && world.Dropped > 100, $"The years were too quiet: {world.Downtimes.Count} restarts, {world.Dropped} decisions dropped.");
        foreach (var (id, content, due) in schedules)
        {
            var expected = Expected(due, world.Downtimes, content.Missed);
            var fired = world.Fired[id];
            Assert.Equal(fired, [.. fired.Distinct().Order()]);
            switch (content.Overlap)
            {
                case RunOverlap.Allow:
                    Assert.Equal(expected, fired);
                    break;
                case RunOverlap.Queue:
                    Assert.Equal(expected.Take(fired.Count), fired);
                    Assert.Equal(expected.Skip(fired.Count), world.Queued(id));
                    break;
                default:
                    Assert.Subset(expected.ToHashSet(), fired.ToHashSet());
                    Assert.Equal(expected.Count - fired.Count + (content.Missed == MissedRuns.Skip ? Missed(due, world.Downtimes) : 0), world.Skipped[id]);
                    break;
            }
        }
    }

    private static List<(ScheduleId Id, ScheduleContent Content, List<DateTimeOffset> Due)> Schedules(TwoYearsWorld world)
    {
        var schedules = new List<(ScheduleId, ScheduleContent, List<DateTimeOffset>)>();
        foreach (var (timing, due) in Timings.Select(timing => timing.Timing).Zip(Due.Value))
        {
            foreach (var missed in Enum.GetValues<MissedRuns>())
            foreach (var overlap in Enum.GetValues<RunOverlap>())
            {
                var isWork = (schedules.Count & 1) == 0;
                var content = new ScheduleContent(
                    "s", isWork ? ScheduleSource.Workflow : ScheduleSource.Application, isWork ? world.Workflow.Value : world.App.Value, JsonData.EmptyObject, timing, missed, overlap, Enabled: true);
                schedules.Add((world.Add(content), content, due));
            }
        }

        return schedules;
    }

    // When each moment was decided is known: at once, or when the manager had come back.
    private static List<DateTimeOffset> Expected(List<DateTimeOffset> due, List<(DateTimeOffset From, DateTimeOffset To)> downtimes, MissedRuns policy)
    {
        var runs = due.Select(moment => (Moment: moment, Decided: Decided(moment, downtimes))).ToArray();
        return policy switch
        {
            MissedRuns.RunAll => due,
            MissedRuns.Skip => [.. runs.Where(run => run.Decided - run.Moment <= Lateness).Select(run => run.Moment)],
            _ => [.. runs.GroupBy(run => run.Decided).SelectMany(together =>
            {
                var missed = together.Where(run => run.Decided - run.Moment > Lateness).Select(run => run.Moment);
                return missed.TakeLast(1).Concat(together.Where(run => run.Decided - run.Moment <= Lateness).Select(run => run.Moment));
            })],
        };
    }

    private static int Missed(List<DateTimeOffset> due, List<(DateTimeOffset From, DateTimeOffset To)> downtimes) =>
        due.Count(moment => Decided(moment, downtimes) - moment > Lateness);

    private static DateTimeOffset Decided(DateTimeOffset moment, List<(DateTimeOffset From, DateTimeOffset To)> downtimes)
    {
        foreach (var (from, to) in downtimes)
        {
            if (from <= moment && moment <= to) return to;
        }

        return moment;
    }
}
