using LitePipeline.Core.Applications;
using LitePipeline.Core.Events;
using LitePipeline.Core.Manager;
using LitePipeline.Core.Schedules;
using LitePipeline.Core.Services;
using LitePipeline.Core.Storage;
using LitePipeline.Core.Works;

namespace LitePipeline.Core.Tasks;

/// <summary>The one door through which tasks come in: from users, works, schedules and services.</summary>
internal sealed class TaskIntake(ApplicationRegistry applications, TaskMachine tasks)
{
    private long _lastSequence;
    private int _lastRemovedAttempt;

    public void Restore(StoreSnapshot snapshot) => (_lastSequence, _lastRemovedAttempt) = (snapshot.LastTaskSequence, snapshot.LastRemovedAttempt);

    /// <summary>A task was removed whose actions had attempts up to a number. Its id may be given again, while a node that is away still holds a result of it.</summary>
    public void Removed(int lastAttempt) => _lastRemovedAttempt = Math.Max(_lastRemovedAttempt, lastAttempt);

    /// <summary>Accepts a task; the refusal where it cannot be, and then nothing has changed.</summary>
    public Refusal? Submit(in TaskSubmission submission, Step step)
    {
        if (tasks.Find(submission.Id) is not null)
            return new Refusal(ErrorCode.InvalidParameters, $"A task with the id {submission.Id} exists already.", "task_id");
        if (applications.Current(submission.Application) is not { } version) return ApplicationRegistry.Unknown(submission.Application);

        if (TaskTargets.Read(submission.Input, out var targets) is { } refusal) return refusal;
        var record = new TaskRecord
        {
            Id = submission.Id,
            Sequence = ++_lastSequence,
            Name = submission.Name,
            Application = submission.Application,
            Version = version.Package.Sha1,
            Input = submission.Input,
            Priority = submission.Priority,
            Work = submission.Work,
            Service = submission.Service,
            Schedule = submission.Schedule,
            CreatedAt = step.Now,
            State = new TaskState(RunStage.Pending, null, step.Now, AttemptBase: submission.IsIdChosen ? _lastRemovedAttempt : 0),
        };
        step.Change(new StoreChange.AddTask(record));
        step.Publish(new PipelineEvent.TaskAccepted(record.Id, record.Name, record.Application)
        {
            At = step.Now,
            Work = record.Work,
            Service = record.Service,
            Schedule = record.Schedule,
        });
        tasks.Add(new TaskRun(record, version) { Targets = targets }, step);
        return null;
    }
}

/// <summary>A task that wants to come in.</summary>
internal readonly record struct TaskSubmission(TaskId Id, string Name, AppId Application, JsonData Input)
{
    public int Priority { get; init; }

    public bool IsIdChosen { get; init; }

    public WorkId? Work { get; init; }

    public ServiceId? Service { get; init; }

    public ScheduleId? Schedule { get; init; }
}
