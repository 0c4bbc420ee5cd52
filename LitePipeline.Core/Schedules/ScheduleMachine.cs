using LitePipeline.Core.Applications;
using LitePipeline.Core.Events;
using LitePipeline.Core.Manager;
using LitePipeline.Core.Storage;
using LitePipeline.Core.Tasks;
using LitePipeline.Core.Workflows;
using LitePipeline.Core.Works;

namespace LitePipeline.Core.Schedules;

/// <summary>Starts tasks and works when they are due. What is due is decided once: the moment until which all is decided is committed with what it led to.</summary>
internal sealed partial class ScheduleMachine(
    ManagerSettings settings,
    IScheduleCalendar? calendar,
    ApplicationRegistry applications,
    WorkflowRegistry workflows,
    TaskIntake intake,
    TaskMachine tasks,
    WorkMachine works,
    Deadlines deadlines)
{
    private readonly Dictionary<ScheduleId, LiveSchedule> _schedules = [];
    private readonly ScheduleRuns _runs = new(intake, works);
    private long _lastSequence;

    /// <summary>Takes up the schedules; tasks and works have been restored before.</summary>
    public void Restore(StoreSnapshot snapshot, Step step)
    {
        _lastSequence = snapshot.LastScheduleSequence;
        foreach (var record in snapshot.Schedules) _schedules.Add(record.Id, new LiveSchedule(record));
        foreach (var task in snapshot.Tasks)
        {
            // Of those that ended in being restored nothing is to be waited for.
            if (task.Work is null && task.Schedule is { } id && tasks.Find(task.Id) is not null) Find(id)?.Active.Add(task.Id.Value);
        }

        foreach (var work in snapshot.Works)
        {
            if (work.Schedule is { } id) Find(id)?.Active.Add(work.Id.Value);
        }

        foreach (var schedule in _schedules.Values) GoOn(schedule, step);
    }

    public ManagerReply Create(ManagerInput.CreateSchedule command, Step step)
    {
        if (_schedules.ContainsKey(command.Id)) return Refuse(ErrorCode.InvalidParameters, $"A schedule with the id {command.Id} exists already.", "schedule_id");
        if (Check(command.Content, null, step) is { } refusal) return new ManagerReply(refusal);
        var record = Fill(command.Content, new ScheduleRecord
        {
            Id = command.Id,
            Sequence = ++_lastSequence,
            Name = "",
            SourceId = default,
            Source = default,
            Input = default,
            Timing = command.Content.Timing,
            Enabled = false,
            CreatedAt = step.Now,
            UpdatedAt = step.Now,
            State = new ScheduleState(step.Now),
        });
        var schedule = new LiveSchedule(record);
        _schedules.Add(record.Id, schedule);
        schedule.Save(record, step);
        step.Publish(new PipelineEvent.ScheduleCreated(record.Id, record.Name) { At = step.Now });
        GoOn(schedule, step);
        return ManagerReply.Accepted;
    }

    public ManagerReply Update(ManagerInput.UpdateSchedule command, Step step)
    {
        if (Find(command.Id) is not { } schedule) return Unknown(command.Id);
        if (Check(command.Content, schedule.Record, step) is { } refusal) return new ManagerReply(refusal);
        var before = schedule.Record;
        if (before.Enabled) DecideDue(schedule, step);
        var after = Fill(command.Content, before with { UpdatedAt = step.Now });
        if (!before.Enabled || !after.Enabled || before.Timing != after.Timing || before.Missed != after.Missed) Forget(schedule, step);
        schedule.Save(after, step);
        step.Publish(new PipelineEvent.ScheduleUpdated(command.Id) { At = step.Now });
        GoOn(schedule, step);
        return ManagerReply.Accepted;
    }

    public ManagerReply Delete(ManagerInput.DeleteSchedule command, Step step)
    {
        if (!_schedules.Remove(command.Id)) return Unknown(command.Id);
        step.Change(new StoreChange.DeleteSchedule(command.Id));
        step.Publish(new PipelineEvent.ScheduleDeleted(command.Id) { At = step.Now });
        return ManagerReply.Accepted;
    }

    /// <summary>What a schedule is about to do; null where there is none.</summary>
    public ScheduleView? Describe(ScheduleId id)
    {
        if (Find(id) is not { } schedule) return null;
        var next = schedule.Record.Enabled ? NextOf(schedule) : null;
        var problem = !schedule.Record.Enabled || next is not null ? null : calendar?.FindProblem(schedule.Record.Timing)?.Message ?? "Its end has passed.";
        return new ScheduleView(next, schedule.Active.Count, schedule.Queued.Count, problem);
    }

    /// <summary>A task or work that a schedule started has finished.</summary>
    public void RunEnded(ScheduleId id, Guid run, Step step)
    {
        if (Find(id) is { } schedule && schedule.Active.Remove(run)) GoOn(schedule, step);
    }

    /// <summary>A finished task or work that a schedule started runs again.</summary>
    public void RunTakenUp(ScheduleId id, Guid run) => Find(id)?.Active.Add(run);

    private LiveSchedule? Find(ScheduleId schedule) => _schedules.GetValueOrDefault(schedule);

    // What is as it was before may stay so: to disable or rename a schedule must be possible when its application is gone, too.
    private Refusal? Check(ScheduleContent content, ScheduleRecord? before, Step step) =>
        (before?.Timing == content.Timing ? null : FindProblem(content.Timing, step))
        ?? (before?.Source == content.Source && before.SourceId == content.SourceId ? null : FindMissing(content))
        ?? (before?.Input == content.Input ? null : TaskTargets.Read(content.Input, out _));

    private Refusal? FindProblem(ScheduleTiming timing, Step step)
    {
        if (calendar is null) return new Refusal(ErrorCode.OperationFailed, "This manager has no calendar, so it takes no schedules.");
        if (calendar.FindProblem(timing) is { } problem) return problem;
        return calendar.NextAfter(timing, step.Now) is null
            ? new Refusal(ErrorCode.InvalidParameters, "Its end has passed; give a later end_at, or leave it out.", "end_at")
            : null;
    }

    private Refusal? FindMissing(ScheduleContent content) => content.Source == ScheduleSource.Application
        ? applications.Current(new AppId(content.SourceId)) is null ? ApplicationRegistry.Unknown(new AppId(content.SourceId)) with { Field = "source_id" } : null
        : workflows.Find(new WorkflowId(content.SourceId)) is null ? WorkflowRegistry.Unknown(new WorkflowId(content.SourceId)) with { Field = "source_id" } : null;

    private static ScheduleRecord Fill(ScheduleContent content, ScheduleRecord record) => record with
    {
        Name = content.Name,
        Source = content.Source,
        SourceId = content.SourceId,
        Input = content.Input,
        Timing = content.Timing,
        Missed = content.Missed,
        Overlap = content.Overlap,
        Enabled = content.Enabled,
    };

    private static ManagerReply Unknown(ScheduleId schedule) =>
        Refuse(ErrorCode.ScheduleNotExists, $"There is no schedule {schedule}; list the schedules to find the right id.", "schedule_id");

    private static ManagerReply Refuse(ErrorCode code, string message, string field) => new(new Refusal(code, message, field));
}
