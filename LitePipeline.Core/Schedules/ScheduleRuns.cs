using LitePipeline.Core.Applications;
using LitePipeline.Core.Events;
using LitePipeline.Core.Manager;
using LitePipeline.Core.Tasks;
using LitePipeline.Core.Workflows;
using LitePipeline.Core.Works;

namespace LitePipeline.Core.Schedules;

/// <summary>Starts the runs of schedules. A run's id follows from its schedule and due moment: the same run cannot be started twice.</summary>
internal sealed class ScheduleRuns(TaskIntake intake, WorkMachine works)
{
    /// <summary>How many runs of a schedule may wait for the one before, and how many may run at once while it makes up for missed ones.</summary>
    public const int Most = 1000;

    /// <summary>Whether a run that must not be lost has to wait until one of the schedule's runs has ended.</summary>
    public static bool HasToWait(LiveSchedule schedule, bool missed) => schedule.Record.Missed == MissedRuns.RunAll && schedule.Record.Overlap switch
    {
        RunOverlap.Queue => schedule.Queued.Count >= Most,
        RunOverlap.Allow => missed && schedule.Active.Count >= Most,
        _ => false,
    };

    /// <summary>Starts a run or queues it; says why where neither can be.</summary>
    public string? Take(LiveSchedule schedule, DateTimeOffset due, Step step)
    {
        if (schedule.Active.Count == 0) return Start(schedule, due, step);
        switch (schedule.Record.Overlap)
        {
            case RunOverlap.Skip:
                return "The run before has not ended.";
            case RunOverlap.Queue when schedule.Queued.Count >= Most:
                return $"{Most:N0} runs wait for the one before already.";
            case RunOverlap.Queue:
                schedule.Enqueue(due);
                return null;
            default:
                return Start(schedule, due, step);
        }
    }

    /// <summary>Starts what waits, once nothing of the schedule runs any more.</summary>
    public void TakeQueued(LiveSchedule schedule, Step step)
    {
        while (schedule.Active.Count == 0 && schedule.TryDequeue(out var due))
        {
            if (Start(schedule, due, step) is { } reason) Skip(schedule, due, 1, reason, step);
        }
    }

    public static void Skip(LiveSchedule schedule, DateTimeOffset due, int runs, string reason, Step step) =>
        step.Publish(new PipelineEvent.ScheduleSkipped(schedule.Id, due, runs, reason) { At = step.Now });

    private string? Start(LiveSchedule schedule, DateTimeOffset due, Step step)
    {
        var record = schedule.Record;
        var run = DerivedId.Of("schedule-run", record.Id.Value, record.Sequence, "", due.UtcTicks);
        var refusal = record.Source == ScheduleSource.Application
            ? intake.Submit(new TaskSubmission(new TaskId(run), record.Name, new AppId(record.SourceId), record.Input) { Schedule = record.Id }, step)
            : works.Submit(new WorkSubmission(new WorkId(run), record.Name, new WorkflowId(record.SourceId), record.Input) { Schedule = record.Id }, step);
        if (refusal is not null) return refusal.Message;
        schedule.Started(run, due);
        step.Publish(new PipelineEvent.ScheduleFired(record.Id, due, record.Source, run) { At = step.Now });
        return null;
    }
}
