using System.Globalization;
using LitePipeline.Core.Actions;
using LitePipeline.Core.Applications;
using LitePipeline.Core.Events;
using LitePipeline.Core.Manager;
using LitePipeline.Core.Nodes;
using LitePipeline.Core.Schedules;
using LitePipeline.Core.Tasks;
using LitePipeline.Core.Tests.Manager;

namespace LitePipeline.Core.Tests.Schedules;

/// <summary>A machine with one application and a node that has room; 2026-01-01 00:00 UTC.</summary>
public abstract class ScheduleFixture
{
    protected const string OneAction = """{"actions": [{"name": "only", "main": "x"}], "output_action": "only"}""";

    private readonly NodeDescription _node = MachineHarness.Describe(new NodeId(Guid.NewGuid()), slots: 100_000);

    private protected ScheduleFixture()
    {
        App = Harness.Deploy(OneAction);
        Session = Harness.Join(_node);
    }

    private protected MachineHarness Harness { get; } = new();

    private protected AppId App { get; }

    private protected SessionId Session { get; private set; }

    /// <summary>The runs that were started, by their due moments.</summary>
    private protected string[] Fired => [.. Events.OfType<PipelineEvent.ScheduleFired>().Select(fired => Text(fired.DueAt))];

    private protected IEnumerable<PipelineEvent.ScheduleSkipped> Skipped => Events.OfType<PipelineEvent.ScheduleSkipped>();

    private protected IEnumerable<PipelineEvent> Events => Harness.Effects.OfType<ManagerEffect.Publish>().Select(publish => publish.Event);

    private protected static DateTimeOffset Utc(string time) => DateTimeOffset.Parse(time, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal);

    private protected static string Text(DateTimeOffset time) => time.UtcDateTime.ToString("MM-dd HH:mm:ss", CultureInfo.InvariantCulture);

    private protected ScheduleContent Content(string cron, MissedRuns missed = MissedRuns.RunOnce, RunOverlap overlap = RunOverlap.Allow) =>
        new("nightly", ScheduleSource.Application, App.Value, JsonData.Parse("""{"x": 1}"""), new ScheduleTiming { Cron = cron, TimeZone = "UTC" }, missed, overlap, Enabled: true);

    private protected ManagerReply Update(ScheduleId schedule, ScheduleContent content) => Harness.Decide(new ManagerInput.UpdateSchedule(schedule, content));

    private protected ScheduleView View(ScheduleId schedule) => (ScheduleView)Harness.Decide(new ManagerInput.DescribeSchedule(schedule)).Value!;

    /// <summary>Ends the oldest task that runs.</summary>
    private protected void EndOne()
    {
        var task = Harness.Tasks.Values.Where(task => task.State.Stage == RunStage.Running).MinBy(task => task.Sequence)!;
        Harness.Finish(Session, new AttemptKey(task.Id, "only", 1));
    }

    private protected void EndAll()
    {
        while (Harness.Tasks.Values.Any(task => task.State.Stage == RunStage.Running)) EndOne();
    }

    /// <summary>Ends the manager, lets time pass, starts it again, and lets the node come back.</summary>
    private protected void RestartAt(string moment)
    {
        Harness.Now = Utc(moment);
        Harness.RestartManager();
        var running = Harness.Actions.Values.Where(action => action.Stage == RunStage.Running);
        Session = Harness.Join(_node, [.. running.Select(action => new AttemptKey(action.Task, action.Name, action.Attempt))]);
    }
}
