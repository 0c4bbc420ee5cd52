using LitePipeline.Core;
using LitePipeline.Core.Actions;
using LitePipeline.Core.Tasks;

namespace LitePipeline.Hosting.Pipelines;

/// <summary>A task of a pipeline ended without an output.</summary>
public sealed class PipelineFailedException : LitePipelineException
{
    internal PipelineFailedException(TaskDetails task) : base(ErrorCode.OperationFailed, MessageOf(task))
    {
        Task = task.Task.Id;
        Status = task.Task.State.Status ?? RunStatus.Error;
        if (FailedOf(task) is { } failed) (Action, Failure) = (failed.Name, failed.Failure);
    }

    /// <summary>The task.</summary>
    public TaskId Task { get; }

    /// <summary>How it ended.</summary>
    public RunStatus Status { get; }

    /// <summary>The action that failed; null where the task was stopped before one did.</summary>
    public string? Action { get; }

    /// <summary>Why that action failed.</summary>
    public ActionFailure? Failure { get; }

    private static ActionRecord? FailedOf(TaskDetails task) => task.Actions.FirstOrDefault(action => action is { Status: RunStatus.Fail, Failure: not null });

    private static string MessageOf(TaskDetails task) =>
        task.Task.State.Message ?? $"The task {task.Task.Id} ended with {task.Task.State.Status}.";
}
