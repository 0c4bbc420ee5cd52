using LitePipeline.Core.Manager;
using LitePipeline.Core.Schedules;
using LitePipeline.Core.Tasks;

namespace LitePipeline.Core.Tests.Schedules;

public class OverlapTests : ScheduleFixture
{
    [Fact]
    public void Allowed_runs_run_beside_each_other()
    {
        var schedule = Harness.Schedule(Content("0 * * * *"));
        Harness.RunFor(TimeSpan.FromHours(3));
        Assert.Equal(new ScheduleView(Utc("2026-01-01 04:00:00"), 3, 0), View(schedule));
    }

    [Fact]
    public void A_run_is_skipped_while_the_one_before_runs()
    {
        Harness.Schedule(Content("0 * * * *", overlap: RunOverlap.Skip));
        Harness.RunFor(TimeSpan.FromHours(3));
        Assert.Equal(["01-01 01:00:00"], Fired);
        Assert.Equal([("01-01 02:00:00", 1), ("01-01 03:00:00", 1)], Skipped.Select(skipped => (Text(skipped.DueAt), skipped.Runs)));
        EndAll();
        Harness.RunFor(TimeSpan.FromHours(1));
        Assert.Equal(["01-01 01:00:00", "01-01 04:00:00"], Fired);
    }

    [Fact]
    public void Queued_runs_start_one_after_the_other_in_their_order()
    {
        var schedule = Harness.Schedule(Content("0 * * * *", overlap: RunOverlap.Queue));
        Harness.RunFor(TimeSpan.FromHours(3));
        Assert.Equal(["01-01 01:00:00"], Fired);
        Assert.Equal(new ScheduleView(Utc("2026-01-01 04:00:00"), 1, 2), View(schedule));
        EndOne();
        Assert.Equal(["01-01 01:00:00", "01-01 02:00:00"], Fired);
        EndOne();
        EndOne();
        Assert.Equal(["01-01 01:00:00", "01-01 02:00:00", "01-01 03:00:00"], Fired);
        Assert.Equal(new ScheduleView(Utc("2026-01-01 04:00:00"), 0, 0), View(schedule));
    }

    [Fact]
    public void A_thousand_runs_wait_and_the_next_is_skipped()
    {
        var schedule = Harness.Schedule(Content("* * * * *", MissedRuns.Skip, RunOverlap.Queue));
        Harness.RunFor(TimeSpan.FromMinutes(1003));
        Assert.Equal(1000, View(schedule).Queued);
        Assert.Equal(2, Skipped.Count());
        Assert.Contains("1,000 runs wait", Skipped.First().Reason);
    }

    [Fact]
    public void Where_no_run_may_be_lost_the_queue_goes_on_behind_its_thousand()
    {
        Harness.Schedule(Content("* * * * *", MissedRuns.RunAll, RunOverlap.Queue));
        Harness.RunFor(TimeSpan.FromMinutes(1203));
        RestartAt("2026-01-02 00:00:30");
        for (var run = 0; run < 1500; run++)
        {
            Harness.RunFor(TimeSpan.Zero);
            if (Harness.Tasks.Values.Any(task => task.State.Stage == RunStage.Running)) EndOne();
        }

        Assert.Empty(Skipped);
        Assert.Equal(Enumerable.Range(1, 1440).Select(minute => Text(Utc("2026-01-01 00:00:00").AddMinutes(minute))), Fired);
    }

    [Fact]
    public void Queued_runs_stay_when_the_schedule_changes_and_wait_while_it_is_disabled()
    {
        var content = Content("0 * * * *", overlap: RunOverlap.Queue);
        var schedule = Harness.Schedule(content);
        Harness.RunFor(TimeSpan.FromHours(3));
        Update(schedule, content with { Enabled = false });
        EndAll();
        Assert.Equal(["01-01 01:00:00"], Fired);
        Assert.Equal(new ScheduleView(null, 0, 2), View(schedule));
        Update(schedule, content with { Overlap = RunOverlap.Skip, Name = "renamed" });
        Assert.Equal(["01-01 01:00:00", "01-01 02:00:00"], Fired);
        EndAll();
        Assert.Equal(["01-01 01:00:00", "01-01 02:00:00", "01-01 03:00:00"], Fired);
        Assert.Equal(["nightly", "renamed", "renamed"], Harness.Tasks.Values.Select(task => task.Name));
    }

    [Fact]
    public void Queued_runs_of_a_removed_application_are_skipped_when_their_turn_comes()
    {
        var schedule = Harness.Schedule(Content("0 * * * *", overlap: RunOverlap.Queue));
        Harness.RunFor(TimeSpan.FromHours(3));
        Harness.Decide(new ManagerInput.DeleteApplication(App));
        EndAll();
        Assert.Equal(["01-01 02:00:00", "01-01 03:00:00"], Skipped.Select(skipped => Text(skipped.DueAt)));
        Assert.Equal(0, View(schedule).Queued);
    }

    [Fact]
    public void A_restarted_manager_knows_what_runs_and_what_waits()
    {
        var schedule = Harness.Schedule(Content("0 * * * *", overlap: RunOverlap.Queue));
        Harness.RunFor(TimeSpan.FromHours(3));
        RestartAt("2026-01-01 03:30:00");
        Assert.Equal(new ScheduleView(Utc("2026-01-01 04:00:00"), 1, 2), View(schedule));
        EndOne();
        Assert.Equal(["01-01 01:00:00", "01-01 02:00:00"], Fired);
    }

    [Fact]
    public void A_run_whose_application_went_with_the_restart_holds_nothing_up()
    {
        var schedule = Harness.Schedule(Content("0 * * * *", overlap: RunOverlap.Queue));
        Harness.RunFor(TimeSpan.FromHours(2));
        var other = Harness.Deploy(OneAction);
        Harness.Decide(new ManagerInput.DeleteApplication(App));
        Update(schedule, Content("0 * * * *", overlap: RunOverlap.Queue) with { SourceId = other.Value });
        RestartAt("2026-01-01 02:30:00");
        Assert.Equal(["01-01 01:00:00", "01-01 02:00:00"], Fired);
        Assert.Equal(new ScheduleView(Utc("2026-01-01 03:00:00"), 1, 0), View(schedule));
    }
}
