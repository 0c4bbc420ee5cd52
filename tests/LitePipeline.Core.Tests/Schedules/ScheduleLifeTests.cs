using LitePipeline.Core.Events;
using LitePipeline.Core.Manager;
using LitePipeline.Core.Schedules;
using LitePipeline.Core.Tasks;
using LitePipeline.Core.Workflows;
using LitePipeline.Core.Works;

namespace LitePipeline.Core.Tests.Schedules;

public class ScheduleLifeTests : ScheduleFixture
{
    private WorkflowId DeployWorkflow() => Harness.DeployWorkflow($$"""{"applications": [{"name": "first", "app_id": "{{App}}"}]}""");

    [Fact]
    public void A_due_schedule_starts_a_task_with_its_name_and_input()
    {
        var schedule = Harness.Schedule(Content("30 2 * * *"));
        Assert.Equal(Utc("2026-01-01 02:30:00"), View(schedule).NextAt);
        Harness.RunUntil(Utc("2026-01-01 02:29:59"));
        Assert.Empty(Harness.Tasks);
        Harness.RunUntil(Utc("2026-01-03 00:00:00"));
        Assert.Equal(["01-01 02:30:00", "01-02 02:30:00"], Fired);
        Assert.Equal(2, Harness.Tasks.Count);
        Assert.All(Harness.Tasks.Values, task => Assert.Equal(("nightly", """{"x": 1}""", schedule), (task.Name, task.Input.ToString(), task.Schedule)));
        var state = Harness.Schedules[schedule].State;
        Assert.Equal((Utc("2026-01-02 02:30:00"), Utc("2026-01-02 02:30:00")), (state.DecidedUntil, state.LastRunAt));
        Assert.Contains(new TaskId(state.LastRunId!.Value), Harness.Tasks.Keys);
        Assert.Equal(new ScheduleView(Utc("2026-01-03 02:30:00"), 2, 0), View(schedule));
    }

    [Fact]
    public void A_due_schedule_starts_a_work_of_its_workflow()
    {
        var workflow = DeployWorkflow();
        var schedule = Harness.Schedule(Content("0 * * * *") with { Source = ScheduleSource.Workflow, SourceId = workflow.Value });
        Harness.RunFor(TimeSpan.FromHours(1));
        var work = Assert.Single(Harness.Works.Values);
        Assert.Equal(("nightly", schedule, workflow), (work.Name, work.Schedule, work.Workflow));
        Assert.Equal(1, View(schedule).Active);
        EndAll();
        Assert.Equal(0, View(schedule).Active);
        Assert.Equal(RunStatus.Success, Harness.Works[work.Id].State.Status);
    }

    [Fact]
    public void A_disabled_schedule_starts_nothing_and_what_came_due_meanwhile_was_not_missed()
    {
        var content = Content("0 * * * *", MissedRuns.RunAll);
        var schedule = Harness.Schedule(content with { Enabled = false });
        Assert.Null(View(schedule).NextAt);
        Harness.RunFor(TimeSpan.FromHours(5));
        Update(schedule, content);
        Harness.RunFor(TimeSpan.FromHours(1));
        Assert.Equal(["01-01 06:00:00"], Fired);
        Update(schedule, content with { Enabled = false });
        RestartAt("2026-01-02 00:30:00");
        Update(schedule, content);
        Harness.RunFor(TimeSpan.FromHours(1));
        Assert.Equal(["01-01 06:00:00", "01-02 01:00:00"], Fired);
        Assert.Empty(Skipped);
    }

    [Fact]
    public void A_changed_timing_counts_from_now_on()
    {
        var schedule = Harness.Schedule(Content("0 12 * * *"));
        Harness.RunUntil(Utc("2026-01-01 11:00:00"));
        Update(schedule, Content("30 10 * * *"));
        Harness.RunUntil(Utc("2026-01-02 11:00:00"));
        Update(schedule, Content("0 11,12 * * *"));
        Harness.RunUntil(Utc("2026-01-02 13:00:00"));
        Assert.Equal(["01-02 10:30:00", "01-02 12:00:00"], Fired);
    }

    [Fact]
    public void What_is_due_when_the_timing_changes_is_decided_by_the_old_one()
    {
        var schedule = Harness.Schedule(Content("0 12 * * *"));
        Harness.Now = Utc("2026-01-01 12:00:00");
        Update(schedule, Content("0 13 * * *"));
        Assert.Equal(["01-01 12:00:00"], Fired);
    }

    [Fact]
    public void A_clock_that_goes_back_repeats_nothing()
    {
        var schedule = Harness.Schedule(Content("0 * * * *"));
        Harness.RunUntil(Utc("2026-01-01 03:00:00"));
        Harness.Now = Utc("2026-01-01 01:30:00");
        Update(schedule, Content("0 * * * *") with { Enabled = false });
        Update(schedule, Content("0,30 * * * *"));
        Harness.RunUntil(Utc("2026-01-01 03:30:00"));
        Assert.Equal(["01-01 01:00:00", "01-01 02:00:00", "01-01 03:00:00", "01-01 03:30:00"], Fired);
    }

    [Fact]
    public void Without_its_application_a_schedule_skips_with_the_reason_and_stays()
    {
        var schedule = Harness.Schedule(Content("0 * * * *", MissedRuns.RunAll));
        Harness.Decide(new ManagerInput.DeleteApplication(App));
        Harness.RunFor(TimeSpan.FromHours(1));
        var skipped = Assert.Single(Skipped);
        Assert.Equal((schedule, Utc("2026-01-01 01:00:00"), 1), (skipped.Schedule, skipped.DueAt, skipped.Runs));
        Assert.Contains($"no application {App}", skipped.Reason);
        Assert.True(Harness.Schedules[schedule].Enabled);

        // Of many that were missed it is said once.
        RestartAt("2026-01-01 20:30:00");
        Assert.Equal((Utc("2026-01-01 20:00:00"), 19), (Skipped.Last().DueAt, Skipped.Last().Runs));
        Assert.Null(Update(schedule, Content("0 * * * *") with { Enabled = false }).Refusal);
    }

    [Fact]
    public void While_its_workflow_is_disabled_a_schedule_skips_and_goes_on_after()
    {
        var workflow = DeployWorkflow();
        Harness.Schedule(Content("0 * * * *") with { Source = ScheduleSource.Workflow, SourceId = workflow.Value });
        Harness.Decide(new ManagerInput.UpdateWorkflow(workflow, null, null, default, null, false));
        Harness.RunFor(TimeSpan.FromHours(1));
        Assert.Contains("disabled", Assert.Single(Skipped).Reason);
        Harness.Decide(new ManagerInput.UpdateWorkflow(workflow, null, null, default, null, true));
        Harness.RunFor(TimeSpan.FromHours(1));
        Assert.Equal(["01-01 02:00:00"], Fired);
    }

    [Fact]
    public void What_a_deleted_schedule_started_goes_on()
    {
        var schedule = Harness.Schedule(Content("0 * * * *", overlap: RunOverlap.Queue));
        Harness.RunFor(TimeSpan.FromHours(2));
        Assert.Null(Harness.Decide(new ManagerInput.DeleteSchedule(schedule)).Refusal);
        Assert.Empty(Harness.Schedules);
        Assert.Null(Harness.Decide(new ManagerInput.DescribeSchedule(schedule)).Value);
        Harness.RunFor(TimeSpan.FromDays(1));
        EndAll();
        Assert.Equal(RunStatus.Success, Assert.Single(Harness.Tasks.Values).State.Status);
    }

    [Fact]
    public void A_schedule_whose_end_has_passed_says_so()
    {
        var schedule = Harness.Schedule(Content("0 * * * *") with { Timing = new() { Cron = "0 * * * *", EndAt = Utc("2026-01-01 02:00:00") } });
        Harness.RunFor(TimeSpan.FromHours(5));
        Assert.Equal(["01-01 01:00:00", "01-01 02:00:00"], Fired);
        Assert.Equal(new ScheduleView(null, 2, 0, "Its end has passed."), View(schedule));
    }

    [Fact]
    public void A_schedule_whose_zone_the_machine_has_lost_says_so_and_holds_nothing_up()
    {
        var schedule = Harness.Schedule(Content("0 * * * *"));
        var lost = Harness.Schedules[schedule];
        Harness.Schedules[schedule] = lost with { Timing = lost.Timing with { TimeZone = "Europe/Atlantis" } };
        RestartAt("2026-01-02 00:00:00");
        Assert.Contains("Europe/Atlantis", View(schedule).Problem);
        Assert.Empty(Fired);
    }

    [Fact]
    public void A_run_that_its_user_runs_again_counts_as_running()
    {
        var schedule = Harness.Schedule(Content("0 * * * *", overlap: RunOverlap.Skip));
        Harness.RunFor(TimeSpan.FromHours(1));
        EndAll();
        var work = Harness.Tasks.Values.Single();
        Assert.Equal(0, View(schedule).Active);
        Assert.Null(Harness.Decide(new ManagerInput.RerunTask(work, 1)).Refusal);
        Assert.Equal(1, View(schedule).Active);
        Harness.RunFor(TimeSpan.FromHours(1));
        Assert.Single(Skipped);
    }

    public static TheoryData<string, Func<ScheduleContent, ScheduleContent>, ErrorCode, string> Refusals => new()
    {
        { "no such application", content => content with { SourceId = Guid.Empty }, ErrorCode.AppNotExists, "source_id" },
        { "no such workflow", content => content with { Source = ScheduleSource.Workflow }, ErrorCode.WorkflowNotExists, "source_id" },
        { "no such minute", content => content with { Timing = new() { Minute = 61 } }, ErrorCode.InvalidParameters, "minute" },
        { "no such zone", content => content with { Timing = new() { TimeZone = "Nowhere" } }, ErrorCode.InvalidParameters, "time_zone" },
        { "over already", content => content with { Timing = new() { EndAt = Utc("2025-12-31 00:00:00") } }, ErrorCode.InvalidParameters, "end_at" },
        { "bad targets", content => content with { Input = JsonData.Parse("""{"target_env": 1}""") }, ErrorCode.InvalidParameters, "input_data.target_env" },
    };

    [Theory]
    [MemberData(nameof(Refusals))]
    public void Refusals_name_the_field_and_change_nothing(string why, Func<ScheduleContent, ScheduleContent> spoil, ErrorCode code, string field)
    {
        Assert.NotNull(why);
        var refused = Harness.Decide(new ManagerInput.CreateSchedule(new ScheduleId(Guid.NewGuid()), spoil(Content("0 * * * *")))).Refusal!;
        Assert.Equal((code, field), (refused.Code, refused.Field));
        Assert.Empty(Harness.Schedules);

        var schedule = Harness.Schedule(Content("0 * * * *"));
        var before = Harness.Schedules[schedule];
        refused = Update(schedule, spoil(Content("0 * * * *"))).Refusal!;
        Assert.Equal((code, field), (refused.Code, refused.Field));
        Assert.Equal(before, Harness.Schedules[schedule]);
    }

    [Fact]
    public void An_unknown_schedule_is_refused_by_its_field()
    {
        ManagerInput[] commands = [new ManagerInput.UpdateSchedule(default, Content("0 * * * *")), new ManagerInput.DeleteSchedule(default)];
        Assert.All(commands, command =>
        {
            var refusal = Harness.Decide(command).Refusal!;
            Assert.Equal((ErrorCode.ScheduleNotExists, "schedule_id"), (refusal.Code, refusal.Field));
        });
    }

    [Fact]
    public void Events_tell_of_a_schedules_life()
    {
        var schedule = Harness.Schedule(Content("0 * * * *"));
        Update(schedule, Content("0 * * * *"));
        Harness.RunFor(TimeSpan.FromHours(1));
        Harness.Decide(new ManagerInput.DeleteSchedule(schedule));
        Assert.Equal(
            [nameof(PipelineEvent.ScheduleCreated), nameof(PipelineEvent.ScheduleUpdated), nameof(PipelineEvent.ScheduleFired), nameof(PipelineEvent.ScheduleDeleted)],
            Events.Select(happened => happened.GetType().Name).Where(name => name.StartsWith("Schedule", StringComparison.Ordinal)));
    }
}
