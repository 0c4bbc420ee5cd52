using LitePipeline.Core;
using LitePipeline.Core.Tasks;

namespace LitePipeline.Hosting.Pipelines;

/// <summary>A pipeline that was added to the host, as its callers use it: by the manager of this process, or by a remote one.</summary>
/// <remarks>Safe for use by many threads. A refused request throws <see cref="RequestRefusedException"/> and has changed nothing.</remarks>
/// <typeparam name="TInput">The input of each task.</typeparam>
/// <typeparam name="TOutput">What comes of it.</typeparam>
public interface IPipeline<in TInput, TOutput>
{
    /// <summary>The pipeline's name.</summary>
    string Name { get; }

    /// <summary>Runs a task and waits for its output. Who gives up waiting does not stop the task.</summary>
    /// <exception cref="PipelineFailedException">The task failed or was stopped.</exception>
    Task<TOutput> RunAsync(TInput input, PipelineRunOptions? options = null, CancellationToken cancellationToken = default);

    /// <summary>Has a task accepted; it is durable then and runs whether or not somebody waits for it.</summary>
    Task<PipelineRun<TOutput>> SubmitAsync(TInput input, PipelineRunOptions? options = null, CancellationToken cancellationToken = default);

    /// <summary>Takes up a task that was submitted before, such as by a process that has ended since.</summary>
    PipelineRun<TOutput> Find(TaskId task);
}

/// <summary>How a task is submitted.</summary>
public sealed record PipelineRunOptions
{
    /// <summary>The task's name, 1 to 255 characters; the pipeline's where it is null.</summary>
    public string? Name { get; init; }

    /// <summary>Tasks with a higher number go first, from -1000 to 1000; 0 for most.</summary>
    public int Priority { get; init; }

    /// <summary>The task's id, chosen by the caller so that a repeated submission is recognised; null to have one made.</summary>
    public TaskId? Id { get; init; }
}
