using LitePipeline.Core.Manager;
using LitePipeline.Core.Schedules;
using LitePipeline.Core.Tests.Manager;

namespace LitePipeline.Core.Tests.Schedules;

public class MissedRunsTests : ScheduleFixture
{
    [Fact]
    public void Skipped_runs_are_dropped_and_said()
    {
        Harness.Schedule(Content("0 * * * *", MissedRuns.Skip));
        RestartAt("2026-01-01 10:30:00");
        Assert.Empty(Fired);
        var skipped = Assert.Single(Skipped);
        Assert.Equal((Utc("2026-01-01 10:00:00"), 10), (skipped.DueAt, skipped.Runs));
        Harness.RunFor(TimeSpan.FromHours(1));
        Assert.Equal(["01-01 11:00:00"], Fired);
    }

    [Fact]
    public void One_run_stands_for_all_and_is_the_latest()
    {
        Harness.Schedule(Content("0 * * * *", MissedRuns.RunOnce));
        RestartAt("2026-01-01 10:30:00");
        Assert.Equal(["01-01 10:00:00"], Fired);
        Assert.Empty(Skipped);
        RestartAt("2026-01-01 10:31:00");
        Assert.Equal(["01-01 10:00:00"], Fired);
    }

    [Fact]
    public void Each_run_is_made_up_for()
    {
        Harness.Schedule(Content("0 */2 * * *", MissedRuns.RunAll));
        RestartAt("2026-01-01 10:30:00");
        Assert.Equal(["01-01 02:00:00", "01-01 04:00:00", "01-01 06:00:00", "01-01 08:00:00", "01-01 10:00:00"], Fired);
    }

    [Theory]
    [InlineData(MissedRuns.Skip)]
    [InlineData(MissedRuns.RunOnce)]
    [InlineData(MissedRuns.RunAll)]
    public void A_run_that_is_a_little_late_was_not_missed(MissedRuns missed)
    {
        Harness.Schedule(Content("0,1,2 10 * * *", missed));
        RestartAt("2026-01-01 10:02:59");
        Assert.Equal(missed switch
        {
            MissedRuns.Skip => ["01-01 10:02:00"],
            MissedRuns.RunOnce => ["01-01 10:01:00", "01-01 10:02:00"],
            _ => ["01-01 10:00:00", "01-01 10:01:00", "01-01 10:02:00"],
        }, Fired);
    }

    [Fact]
    public void Missed_runs_keep_to_the_overlap_too()
    {
        Harness.Schedule(Content("0 * * * *", MissedRuns.RunAll, RunOverlap.Skip));
        RestartAt("2026-01-01 10:30:00");
        Assert.Equal(["01-01 01:00:00"], Fired);
        var skipped = Assert.Single(Skipped);
        Assert.Equal((Utc("2026-01-01 10:00:00"), 9), (skipped.DueAt, skipped.Runs));
    }

    [Theory]
    [InlineData(MissedRuns.Skip, 0)]
    [InlineData(MissedRuns.RunOnce, 1)]
    public void A_year_of_seconds_is_passed_over_in_one_step(MissedRuns missed, int runs)
    {
        Harness.Schedule(Content("* * * * * *", missed));
        Harness.Now = Utc("2027-01-01 00:00:00");
        var calendar = new CountingCalendar(MachineHarness.Calendar);
        var machine = Harness.Restored(calendar, out var decision);
        Assert.True(calendar.Questions < 1000, $"The calendar was asked {calendar.Questions} times.");
        Assert.Equal(runs + 61, decision.Changes.OfType<Core.Storage.StoreChange.AddTask>().Count());
        Assert.True(machine.NextDeadline > Harness.Now);
    }

    [Fact]
    public void Making_up_for_a_year_of_seconds_goes_step_by_step_and_leaves_others_their_turn()
    {
        var busy = Harness.Schedule(Content("* * * * * *", MissedRuns.RunAll));
        Harness.Schedule(Content("30 0 1 1 *", MissedRuns.RunAll));
        var most = 0;
        Harness.OnDecision = decision => most = Math.Max(most, decision.Changes.Count);
        RestartAt("2027-01-01 00:00:01");
        Assert.Contains("01-01 00:30:00", Fired);
        Harness.RunFor(TimeSpan.FromMilliseconds(1));
        Assert.Equal(1000, View(busy).Active);
        for (var round = 0; round < 30; round++)
        {
            EndOne();
            Harness.RunFor(TimeSpan.FromMilliseconds(1));
            Assert.Equal(1000, View(busy).Active);
        }

        var ofBusy = Fired.Where(moment => moment != "01-01 00:30:00").ToArray();
        Assert.Equal(Enumerable.Range(1, ofBusy.Length).Select(second => Text(Utc("2026-01-01 00:00:00").AddSeconds(second))), ofBusy);
        Assert.InRange(ofBusy.Length, 1029, 1030);
        Assert.True(most < 500, $"One decision made {most} changes.");
    }

    [Fact]
    public void A_new_name_does_not_end_the_making_up_but_a_new_timing_does()
    {
        var content = Content("* * * * *", MissedRuns.RunAll);
        var schedule = Harness.Schedule(content);
        RestartAt("2026-01-01 05:00:00");
        Assert.Equal(100, Fired.Length);
        Update(schedule, content with { Name = "renamed" });
        Assert.Equal(300, Fired.Length);

        RestartAt("2026-01-01 10:00:00");
        Assert.Equal(400, Fired.Length);
        Update(schedule, Content("0 * * * *", MissedRuns.RunAll));
        Assert.Equal(500, Fired.Length);
        Assert.Equal((Utc("2026-01-01 10:00:00"), 100), (Skipped.Last().DueAt, Skipped.Last().Runs));
        Harness.RunFor(TimeSpan.FromHours(1));
        Assert.Equal("01-01 11:00:00", Fired[^1]);
        Assert.Equal(501, Fired.Length);
    }

    [Fact]
    public void A_decision_that_was_not_committed_is_made_again_as_it_was()
    {
        Harness.Schedule(Content("0 * * * *", MissedRuns.RunAll));
        Harness.Now = Utc("2026-01-01 03:30:00");
        var dropped = new ManagerDecision();
        Harness.Machine.Decide(new ManagerInput.DeadlineReached(), Harness.Now, dropped);
        RestartAt("2026-01-01 03:30:07");
        Assert.Equal(
            dropped.Changes.OfType<Core.Storage.StoreChange.AddTask>().Select(add => add.Task.Id),
            Harness.Tasks.Values.Select(task => task.Id));
        Assert.Equal(["01-01 01:00:00", "01-01 02:00:00", "01-01 03:00:00"], Fired);
    }

    private sealed class CountingCalendar(IScheduleCalendar calendar) : IScheduleCalendar
    {
        public int Questions { get; private set; }

        public Refusal? FindProblem(ScheduleTiming timing) => calendar.FindProblem(timing);

        public DateTimeOffset? NextAfter(ScheduleTiming timing, DateTimeOffset after)
        {
            Questions++;
            return calendar.NextAfter(timing, after);
        }
    }
}
