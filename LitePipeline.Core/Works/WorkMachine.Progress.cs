using LitePipeline.Core.Events;
using LitePipeline.Core.Manager;
using LitePipeline.Core.Storage;
using LitePipeline.Core.Tasks;

namespace LitePipeline.Core.Works;

internal sealed partial class WorkMachine
{
    /// <summary>A task of a work has finished. Nothing happens where it is none that the work waits for, such as an earlier run's.</summary>
    public void TaskEnded(in EndedTask ended, Step step)
    {
        if (!_works.TryGetValue(ended.Record.Work!.Value, out var work)) return;
        if (work.Find(ended.Record.Name) is not { Runs: true } application || application.Task != ended.Record.Id) return;
        var state = ended.Record.State;
        if (application.IsEvent)
        {
            End(application, state.Status!.Value, ended.Output, state.Message, step);
            Close(work, step);
            return;
        }

        work.Running--;
        if (state.Status == RunStatus.Success)
        {
            End(application, RunStatus.Success, ended.Output, null, step);
            work.Complete(application, _ready);
            if (work.Outcome is null) StartReady(work, step);
            else _ready.Clear();
        }
        else if (work.Outcome is null)
        {
            Fail(application, state.Status!.Value, state.Message ?? "its task says no more.", step);
        }
        else
        {
            // Its end was asked for, or it failed while the work was ending: only the first failure has a message.
            End(application, work.State.StopSignal is null ? RunStatus.Cancel : RunStatus.Kill, default, null, step);
        }

        Conclude(work, step);
    }

    private void Begin(WorkRun work, Step step)
    {
        _works.Add(work.Id, work);
        step.Publish(new PipelineEvent.WorkStarted(work.Id) { At = step.Now });
        GoOn(work, step);
    }

    // Starts what is ready and has not been started; the one place that goes through all applications, once for each run.
    private void GoOn(WorkRun work, Step step)
    {
        if (work.Outcome is null) _ready.AddRange(work.Applications.Where(application => application is { Unmet: 0, Stage: null }));
        StartReady(work, step);
        Conclude(work, step);
    }

    private void StartReady(WorkRun work, Step step)
    {
        foreach (var application in _ready)
        {
            if (work.Outcome is null) Start(application, WorkInput.For(application), step);
        }

        _ready.Clear();
    }

    private void Start(WorkStep application, JsonData input, Step step)
    {
        var work = application.Work;
        var task = new TaskId(DerivedId.Of("task", work.Id.Value, work.Record.Sequence, application.Name, work.State.Run));
        if (Submit(application, task, input, step) is { } refusal)
        {
            if (application.IsEvent) End(application, RunStatus.Error, default, refusal.Message, step);
            else Fail(application, RunStatus.Error, refusal.Message, step);
            return;
        }

        application.Started(task);
        if (!application.IsEvent) work.Running++;
        step.Change(new StoreChange.SaveWorkStep(application.ToRecord()));
    }

    private Refusal? Submit(WorkStep application, TaskId task, JsonData input, Step step) => input.Utf8.Length > settings.MaxInputSize
        ? new Refusal(ErrorCode.InvalidParameters, $"Its input would have {input.Utf8.Length} bytes; {settings.MaxInputSize} are allowed. Hand on large data where the actions can read it, or raise the manager's MaxInputSize.")
        : intake.Submit(new TaskSubmission(task, application.Name, application.Application, input) { Work = application.Work.Id }, step);

    // The first failure decides how the work ends.
    private void Fail(WorkStep application, RunStatus status, string message, Step step)
    {
        var work = application.Work;
        End(application, status, default, message, step);
        WorkReplay.Decide(work, application);
        Signal(work, StopSignal.Kill, step);
    }

    private static void End(WorkStep application, RunStatus status, JsonData output, string? message, Step step)
    {
        application.Ended(status, output, message);
        step.Change(new StoreChange.SaveWorkStep(application.ToRecord()));
    }

    // Goes on to the event application, and to the end, once nothing runs any more.
    private void Conclude(WorkRun work, Step step)
    {
        if (work.Running > 0 || work.Event is not null) return;
        if (work.Outcome is null)
        {
            if (!work.IsComplete) return;
            work.Outcome = RunStatus.Success;
        }

        if (work.NewEvent(work.Outcome.Value) is not { } happening)
        {
            Close(work, step);
            return;
        }

        work.Event = happening;
        if (work.State.Stage == RunStage.Stopping)
        {
            work.State = work.State with { Stage = RunStage.Running, UpdatedAt = step.Now };
            step.Change(new StoreChange.UpdateWork(work.Id, work.State));
        }

        Start(happening, WorkInput.ForEvent(work), step);
        if (!happening.Runs) Close(work, step);
    }

    // Whether any task still runs afterwards.
    private bool Signal(WorkRun work, StopSignal signal, Step step)
    {
        var runs = false;
        foreach (var application in work.Applications.Append(work.Event))
        {
            if (application is not { Runs: true, Task: { } id } || tasks.Find(id) is not { } task) continue;
            tasks.Stop(task, signal, step);
            runs |= tasks.Find(id) is not null;
        }

        return runs;
    }

    private void Close(WorkRun work, Step step)
    {
        var status = work.Outcome!.Value;
        _works.Remove(work.Id);
        work.State = work.State with { Stage = RunStage.Finished, Status = status, UpdatedAt = step.Now, EndedAt = step.Now, Message = work.OutcomeMessage };
        step.Change(new StoreChange.UpdateWork(work.Id, work.State));
        step.Publish(new PipelineEvent.WorkFinished(work.Id, status, work.OutcomeMessage) { At = step.Now });
        _ended.Enqueue(work.Record with { State = work.State });
    }

    private static ManagerReply StillRunning(WorkId work) => Refuse(ErrorCode.WorkStillRunning, $"The work {work} has not finished; stop it or wait for it first.");

    private static ManagerReply Refuse(ErrorCode code, string message) => new(new Refusal(code, message, "work_id"));
}
