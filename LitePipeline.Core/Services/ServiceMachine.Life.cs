using LitePipeline.Core.Events;
using LitePipeline.Core.Manager;
using LitePipeline.Core.Tasks;

namespace LitePipeline.Core.Services;

internal sealed partial class ServiceMachine
{
    /// <summary>The pause before a restart is over, unless something else happened since.</summary>
    public void RestartDue(ServiceId id, Step step)
    {
        if (Find(id) is { Record.Enabled: true } service && service.State.RestartAt <= step.Now) Start(service, step);
    }

    /// <summary>A service's task has begun.</summary>
    public void TaskStarted(TaskRecord task, Step step)
    {
        if (Owner(task) is { } service) service.Save(service.State with { Stage = RunStage.Running }, step);
    }

    /// <summary>A service's task has finished.</summary>
    public void TaskEnded(in EndedTask ended, Step step)
    {
        if (Owner(ended.Record) is not { } service) return;
        var state = ended.Record.State;
        var lived = state.StartedAt is { } started ? step.Now - started : TimeSpan.Zero;
        Ended(service, service.State.Task, state.Status!.Value, state.Message, lived, step);
    }

    private void Start(LiveService service, Step step)
    {
        var record = service.Record;
        var starts = record.State.Starts + 1;
        var task = new TaskId(DerivedId.Of("service-task", record.Id.Value, record.Sequence, "", starts));
        if (intake.Submit(new TaskSubmission(task, record.Name, record.Application, record.Input) { Service = record.Id }, step) is { } refusal)
        {
            Ended(service, null, RunStatus.Error, refusal.Message, TimeSpan.Zero, step);
            return;
        }

        service.Save(record.State with { Task = task, Stage = RunStage.Pending, Status = null, Starts = starts, RestartAt = null, Message = null }, step);
        step.Publish(new PipelineEvent.ServiceStarted(record.Id, task) { At = step.Now });
    }

    private void Ended(LiveService service, TaskId? task, RunStatus status, string? message, TimeSpan lived, Step step)
    {
        var inARow = RestartDelay.Count(service.State.FailuresInARow, lived, settings);
        var restart = service.Record.Enabled ? step.Now + RestartDelay.After(inARow, settings) : (DateTimeOffset?)null;
        service.Save(
            service.State with { Stage = RunStage.Finished, Status = status, FailuresInARow = restart is null ? 0 : inARow, RestartAt = restart, Message = message },
            step);
        step.Publish(new PipelineEvent.ServiceEnded(service.Id, task, status, restart) { At = step.Now });
        if (restart is { } at) deadlines.Add(at, new Deadline.ServiceRestart(service.Id));
    }

    // A task that is being ended is followed by the next one when it has.
    private void Enable(LiveService service, ServiceRecord before, Step step)
    {
        if (LiveTask(service) is not null) return;
        // What made it end again and again may be mended.
        var mended = !before.Enabled || before.Application != service.Record.Application || before.Input != service.Record.Input;
        if (!mended) return;
        service.Save(service.State with { FailuresInARow = 0 }, step);
        Start(service, step);
    }

    private void Disable(LiveService service, ServiceRecord before, Step step)
    {
        if (service.State.RestartAt is not null) service.Save(service.State with { RestartAt = null, FailuresInARow = 0 }, step);
        if (LiveTask(service) is { } task && (before.Enabled || before.Signal != service.Record.Signal)) tasks.Stop(task, service.Record.Signal, step);
    }

    private LiveService? Owner(TaskRecord task) => task.Service is { } id && Find(id) is { } service && service.State.Task == task.Id ? service : null;
}
