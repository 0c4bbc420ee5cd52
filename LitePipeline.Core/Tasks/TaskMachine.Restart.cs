using System.Collections.Immutable;
using LitePipeline.Core.Actions;
using LitePipeline.Core.Applications;
using LitePipeline.Core.Definitions;
using LitePipeline.Core.Events;
using LitePipeline.Core.Manager;
using LitePipeline.Core.Storage;

namespace LitePipeline.Core.Tasks;

/// <summary>Finished tasks that are taken up again: all of one from the start, or what of one has not succeeded.</summary>
internal sealed partial class TaskMachine
{
    private readonly TaskReplay _replay = new();

    /// <summary>Runs a finished task anew with a version.</summary>
    public ManagerReply Rerun(ManagerInput.RerunTask command, ApplicationVersion? version, Step step)
    {
        var record = command.Task;
        if (_tasks.ContainsKey(record.Id) || record.State.Stage != RunStage.Finished) return StillRunning(record.Id);
        if (version is null)
            return Refuse(ErrorCode.AppNotExists, $"The application {record.Application} of the task was removed; the task cannot be run again.", "task_id");
        if (TaskTargets.Read(record.Input, out var targets) is { } refusal) return new ManagerReply(refusal);

        var state = new TaskState(RunStage.Pending, null, step.Now, AttemptBase: Math.Max(command.LastAttempt, record.State.AttemptBase));
        var task = new TaskRun(record with { Version = version.Package.Sha1, State = state }, version) { Targets = targets };
        step.Change(new StoreChange.RestartTask(task.Id, task.Record.Version, state));
        _packages.Discard(command.Artifacts, step);
        step.Publish(new PipelineEvent.TaskRestarted(task.Id, Recovered: false) { At = step.Now });
        Add(task, step);
        return ManagerReply.Accepted;
    }

    /// <summary>Takes up what of a finished task has not succeeded, with the version that it ran.</summary>
    public ManagerReply Recover(FinishedTask finished, ApplicationVersion? version, Step step)
    {
        var record = finished.Task;
        if (_tasks.ContainsKey(record.Id) || record.State.Stage != RunStage.Finished) return StillRunning(record.Id);
        if (record.State.Status == RunStatus.Success)
            return Refuse(ErrorCode.TaskAlreadySuccess, $"The task {record.Id} has succeeded; nothing of it is left to recover. Rerun it to run it all again.", "task_id");
        if (version is null)
            return Refuse(ErrorCode.OperationFailed, $"The version {record.Version} that the task ran is gone, and what is left of the task cannot be run with another one. Rerun the task to run all of it with the application's current version.", "task_id");
        if (TaskTargets.Read(record.Input, out var targets) is { } refusal) return new ManagerReply(refusal);

        var state = new TaskState(RunStage.Recovering, null, step.Now, AttemptBase: LastAttempt(finished));
        var task = new TaskRun(record with { State = state }, version) { Targets = targets };
        var rows = finished.Actions.Where(row => !IsEvent(row)).OrderBy(row => row.Ordinal).Select(row => row.Status == RunStatus.Success ? row : Again(row, step.Now)).ToArray();
        if (FindReplayProblem(task, rows) is { } problem) return Refuse(ErrorCode.OperationFailed, problem, "task_id");

        step.Change(new StoreChange.UpdateTask(task.Id, state));
        foreach (var row in finished.Actions.Where(IsEvent))
        {
            step.Change(new StoreChange.DeleteAction(task.Id, row.Name));
            _packages.Discard(row.Artifacts, step);
        }

        foreach (var row in rows.Where(row => row.Stage == RunStage.Pending)) step.Change(new StoreChange.SaveAction(row));
        step.Publish(new PipelineEvent.TaskRestarted(task.Id, Recovered: true) { At = step.Now });
        Add(task, step);
        return ManagerReply.Accepted;
    }

    private string? FindReplayProblem(TaskRun task, ActionRecord[] rows)
    {
        Begin(task);
        try
        {
            foreach (var row in rows) _replay.Apply(task, row);
            return null;
        }
        catch (DefinitionInvalidException invalid)
        {
            return $"The actions that the task had generated cannot be taken up again: {invalid.Message} Rerun the task to run all of it.";
        }
    }

    private static int LastAttempt(FinishedTask finished) =>
        finished.Actions.Aggregate(finished.Task.State.AttemptBase, (last, row) => Math.Max(last, row.Attempt));

    private static bool IsEvent(ActionRecord row) => row.Name is ApplicationDefinition.SuccessEvent or ApplicationDefinition.FailEvent;

    // Its latest attempt joins the earlier ones, unless it is among them already; retries and losses are counted anew.
    private static ActionRecord Again(ActionRecord row, DateTimeOffset now)
    {
        var isAmong = !row.Earlier.IsDefaultOrEmpty && row.Earlier[^1].Attempt == row.Attempt;
        return row with
        {
            Stage = RunStage.Pending,
            Status = null,
            EndedAt = null,
            ReturnCode = null,
            Result = default,
            Artifacts = [],
            Cached = null,
            Failure = null,
            Retries = 0,
            Losses = 0,
            RetryAt = null,
            Earlier = isAmong ? row.Earlier : ActionHistory.With(row.Earlier, new EarlierAttempt(
                row.Attempt, row.Node, row.StartedAt ?? now, row.EndedAt ?? now, row.Status ?? RunStatus.Error, row.ReturnCode, row.Failure)),
        };
    }

    private static ManagerReply StillRunning(TaskId task) =>
        Refuse(ErrorCode.TaskStillRunning, $"The task {task} has not finished; wait for its end, or stop it first.", "task_id");

    private static ManagerReply Refuse(ErrorCode code, string message, string field) => new(new Refusal(code, message, field));
}
