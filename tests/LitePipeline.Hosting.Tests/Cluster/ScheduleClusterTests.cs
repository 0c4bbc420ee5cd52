using System.Collections.Concurrent;
using System.Reactive.Linq;
using LitePipeline.Core;
using LitePipeline.Core.Applications;
using LitePipeline.Core.Events;
using LitePipeline.Core.Schedules;
using LitePipeline.Core.Storage;
using LitePipeline.Core.Tasks;
using LitePipeline.TestCluster;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Time.Testing;
using static LitePipeline.Hosting.Tests.Cluster.Applications;
using static LitePipeline.Hosting.Tests.Cluster.RetryTests;

namespace LitePipeline.Hosting.Tests.Cluster;

public class ScheduleClusterTests
{
    private static readonly DateTimeOffset Start = new(2026, 5, 1, 0, 0, 0, TimeSpan.Zero);

    private readonly FakeTimeProvider _time = new(Start);
    private readonly ConcurrentQueue<string> _runs = [];

    private Task<LitePipelineTestCluster> StartAsync(ClusterStore store = ClusterStore.InMemory) =>
        LitePipelineTestCluster.StartAsync(o =>
        {
            (o.Store, o.Time) = (store, _time);
            // Longer than any leap of the clock here: what runs is taken up, not run again. What was lost on the way to the node is sent again.
            o.ConfigureManager = manager => (manager.NodeReturnTimeout, manager.MaxLostAttempts) = (TimeSpan.FromDays(1), 1000);
            o.ConfigureNodeHost = node => node.AddAction("note", (context, _) =>
            {
                _runs.Enqueue(context.Assignment.TaskName);
                return Task.CompletedTask;
            });
        });

    private static ScheduleContent Content(AppId app, string cron, MissedRuns missed = MissedRuns.RunOnce) =>
        new("hourly", ScheduleSource.Application, app.Value, default, new ScheduleTiming { Cron = cron, TimeZone = "Europe/Berlin" }, missed, Enabled: true);

    private static async Task<IReadOnlyList<TaskRecord>> TasksOf(LitePipelineTestCluster cluster, ScheduleId schedule) =>
        (await cluster.Manager.ListTasksAsync(new TaskQuery { Schedule = schedule })).Items;

    private static async Task AllHaveRun(LitePipelineTestCluster cluster, ScheduleId schedule) => await LitePipelineTestCluster.UntilAsync(async () =>
    {
        // The node's pause before it connects again is on the same clock.
        await cluster.AdvanceAsync(TimeSpan.FromSeconds(1));
        return (await TasksOf(cluster, schedule)).All(task => task.State.Status == RunStatus.Success);
    }, "all runs have succeeded");

    [Fact]
    public async Task Runs_start_when_they_are_due_and_tell_what_started_them()
    {
        await using var cluster = await StartAsync();
        var fired = new ConcurrentQueue<PipelineEvent.ScheduleFired>();
        using var subscription = cluster.Manager.Events.OfType<PipelineEvent.ScheduleFired>().Subscribe(fired.Enqueue);
        var app = await cluster.DeployAsync(Of(Handler("a", "note")));
        var schedule = await cluster.Manager.CreateScheduleAsync(Content(app, "0 * * * *"));
        await cluster.AdvanceAsync(TimeSpan.FromMinutes(59));
        Assert.Empty(await TasksOf(cluster, schedule));
        for (var hour = 0; hour < 3; hour++)
        {
            await cluster.AdvanceAsync(TimeSpan.FromHours(1));
            Assert.Equal(hour + 1, (await TasksOf(cluster, schedule)).Count);
        }

        await AllHaveRun(cluster, schedule);
        var tasks = await TasksOf(cluster, schedule);
        Assert.All(tasks, task => Assert.Equal(("hourly", schedule, app), (task.Name, task.Schedule, task.Application)));
        Assert.Equal(["hourly", "hourly", "hourly"], _runs);
        await LitePipelineTestCluster.UntilAsync(() => Task.FromResult(fired.Count == 3), "three events have come");
        Assert.Equal(tasks.Select(task => task.Id.Value).Order(), fired.Select(one => one.RunId).Order());
        var details = await cluster.Manager.GetScheduleAsync(schedule);
        Assert.Equal((Start.AddHours(3), Start.AddHours(4), 0), (details.Schedule.State.LastRunAt, details.View.NextAt, details.View.Active));
    }

    [Fact]
    public async Task A_schedule_starts_works_too()
    {
        await using var cluster = await StartAsync();
        var app = await cluster.DeployAsync(Of(Handler("a", "note")));
        var configuration = JsonData.From(new { applications = new[] { new { name = "first", app_id = app } } });
        var workflow = await cluster.Manager.CreateWorkflowAsync(new CreateWorkflowRequest("w", configuration, Enabled: true));
        var schedule = await cluster.Manager.CreateScheduleAsync(Content(app, "30 6 * * *") with { Name = "daily", Source = ScheduleSource.Workflow, SourceId = workflow.Value });
        await cluster.AdvanceAsync(TimeSpan.FromHours(12));
        var work = Assert.Single((await cluster.Manager.ListWorksAsync(new WorkQuery { Schedule = schedule })).Items);
        Assert.Equal(RunStatus.Success, (await cluster.Manager.WaitForWorkAsync(work.Id).WaitAsync(TimeSpan.FromSeconds(60))).Work.State.Status);
        Assert.Equal(Start.AddHours(4.5), (await cluster.Manager.GetScheduleAsync(schedule)).Schedule.State.LastRunAt);
    }

    [Theory]
    [InlineData(MissedRuns.Skip, 0)]
    [InlineData(MissedRuns.RunOnce, 1)]
    [InlineData(MissedRuns.RunAll, 5)]
    public async Task What_came_due_while_the_manager_was_dead_is_treated_as_the_schedule_says(MissedRuns missed, int runs)
    {
        await using var cluster = await StartAsync(ClusterStore.Sqlite);
        var schedule = await cluster.Manager.CreateScheduleAsync(Content(await cluster.DeployAsync(Of(Handler("a", "note"))), "0 * * * *", missed));
        await cluster.KillManagerAsync();
        _time.Advance(TimeSpan.FromHours(5.5));
        await cluster.StartManagerAsync();
        await AllHaveRun(cluster, schedule);
        Assert.Equal(runs, (await TasksOf(cluster, schedule)).Count);
        Assert.Equal(runs, _runs.Count);
    }

    [Theory]
    [InlineData(ClusterStore.InMemory)]
    [InlineData(ClusterStore.Sqlite)]
    public async Task A_manager_that_dies_at_every_run_loses_and_doubles_none(ClusterStore store)
    {
        await using var cluster = await StartAsync(store);
        var app = await cluster.DeployAsync(Of(Handler("a", "note")));
        var schedule = await cluster.Manager.CreateScheduleAsync(Content(app, "0 * * * *", MissedRuns.RunAll));
        for (var hour = 0; hour < 12; hour++)
        {
            // It dies somewhere between the alarm and the effects.
            _time.Advance(TimeSpan.FromHours(1));
            await Task.Yield();
            await cluster.KillManagerAsync();
            await cluster.StartManagerAsync();
        }

        await AllHaveRun(cluster, schedule);
        Assert.Equal(12, (await TasksOf(cluster, schedule)).Count);
        Assert.Equal(12, _runs.Count);
    }

    [Fact]
    public async Task A_run_that_waits_for_the_one_before_outlives_the_manager()
    {
        await using var cluster = await StartAsync();
        var app = await cluster.DeployAsync(Of(Process("a", "bash -c 'sleep 600'")));
        var schedule = await cluster.Manager.CreateScheduleAsync(Content(app, "0 * * * *") with { Overlap = RunOverlap.Queue });
        await cluster.AdvanceAsync(TimeSpan.FromHours(1));
        await cluster.AdvanceAsync(TimeSpan.FromHours(1));
        await cluster.KillManagerAsync();
        await cluster.StartManagerAsync();
        Assert.Equal(1, (await cluster.Manager.GetScheduleAsync(schedule)).View.Queued);
        var first = Assert.Single(await TasksOf(cluster, schedule));
        await LitePipelineTestCluster.UntilAsync(async () =>
        {
            await cluster.AdvanceAsync(TimeSpan.FromSeconds(1));
            return (await cluster.Manager.GetClusterAsync()).Nodes.Count == 1;
        }, "the node is back");
        await cluster.Manager.StopTaskAsync(first.Id);
        await cluster.Manager.WaitForTaskAsync(first.Id).WaitAsync(TimeSpan.FromSeconds(60));
        Assert.Equal(2, (await TasksOf(cluster, schedule)).Count);
        Assert.Equal(new ScheduleView(Start.AddHours(3), 1, 0), (await cluster.Manager.GetScheduleAsync(schedule)).View);
    }

    [Fact]
    public async Task A_run_that_is_years_away_does_not_trouble_the_manager()
    {
        await using var cluster = await LitePipelineTestCluster.StartAsync(o => o.ConfigureNodeHost = node => node.AddAction("note", (_, _) => Task.CompletedTask));
        var left = new TaskCompletionSource();
        using var subscription = cluster.Manager.Events.OfType<PipelineEvent.NodeLeft>().Subscribe(_ => left.TrySetResult());
        var app = await cluster.DeployAsync(Of(Handler("a", "note")));
        var timing = new ScheduleTiming { Cron = "0 0 29 2 1", TimeZone = "UTC" };
        var schedule = await cluster.Manager.CreateScheduleAsync(Content(app, "") with { Timing = timing });
        Assert.Equal(RunStatus.Success, (await cluster.RunAsync(app)).Task.State.Status);
        Assert.True((await cluster.Manager.GetScheduleAsync(schedule)).View.NextAt > TimeProvider.System.GetUtcNow());
        Assert.False(left.Task.IsCompleted);
    }

    [Fact]
    public async Task Refusals_name_the_field_and_change_nothing()
    {
        await using var cluster = await StartAsync();
        var content = Content(await cluster.DeployAsync(Of(Handler("a", "note"))), "0 * * * *");
        (string Field, ErrorCode Code, ScheduleContent Content)[] spoilt =
        [
            ("schedule_name", ErrorCode.InvalidParameters, content with { Name = " " }),
            ("source", ErrorCode.InvalidParameters, content with { Source = (ScheduleSource)7 }),
            ("source_id", ErrorCode.AppNotExists, content with { SourceId = Guid.NewGuid() }),
            ("source_id", ErrorCode.WorkflowNotExists, content with { Source = ScheduleSource.Workflow }),
            ("input_data", ErrorCode.InvalidParameters, content with { Input = JsonData.Parse("[1]") }),
            ("missed", ErrorCode.InvalidParameters, content with { Missed = (MissedRuns)7 }),
            ("overlap", ErrorCode.InvalidParameters, content with { Overlap = (RunOverlap)7 }),
            ("cron", ErrorCode.InvalidParameters, content with { Timing = new() { Cron = "often" } }),
            ("hour", ErrorCode.InvalidParameters, content with { Timing = new() { Hour = 25 } }),
            ("time_zone", ErrorCode.InvalidParameters, content with { Timing = new() { TimeZone = "Mars/Olympus" } }),
        ];
        var schedule = await cluster.Manager.CreateScheduleAsync(content);
        foreach (var (field, code, bad) in spoilt)
        {
            await RefusedAsync(code, field, () => cluster.Manager.CreateScheduleAsync(bad));
            await RefusedAsync(code, field, () => cluster.Manager.UpdateScheduleAsync(schedule, bad));
        }

        var unknown = new ScheduleId(Guid.NewGuid());
        await RefusedAsync(ErrorCode.ScheduleNotExists, "schedule_id", () => cluster.Manager.GetScheduleAsync(unknown));
        await RefusedAsync(ErrorCode.ScheduleNotExists, "schedule_id", () => cluster.Manager.UpdateScheduleAsync(unknown, content));
        await RefusedAsync(ErrorCode.ScheduleNotExists, "schedule_id", () => cluster.Manager.DeleteScheduleAsync(unknown));
        Assert.Equal(content.Timing, Assert.Single((await cluster.Manager.ListSchedulesAsync(new())).Items).Timing);
        await cluster.Manager.DeleteScheduleAsync(schedule);
        Assert.Equal(0, (await cluster.Manager.ListSchedulesAsync(new())).Total);
    }
}
