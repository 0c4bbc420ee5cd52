using LitePipeline.Core.Actions;
using LitePipeline.Core.Applications;
using LitePipeline.Core.Definitions;
using LitePipeline.Core.Events;
using LitePipeline.Core.Manager;
using LitePipeline.Core.Packages;
using LitePipeline.Core.Storage;
using LitePipeline.Core.Tasks;

namespace LitePipeline.Core;

/// <summary>The manager, whether it lives in this process or answers over HTTP: deploy, submit, watch, stop.</summary>
/// <remarks>
/// Safe for use by many threads. What a call returned is durable. A refused request throws <see cref="RequestRefusedException"/>
/// and has changed nothing; its code, field and message say what is wrong and what to do.
/// </remarks>
public interface IPipelineManager
{
    /// <summary>All that happens from the moment of subscribing on; a slow subscriber loses the oldest.</summary>
    IObservable<PipelineEvent> Events { get; }

    /// <summary>Stores, inspects and registers an application's package.</summary>
    /// <exception cref="PackageInvalidException">The package cannot be used.</exception>
    /// <exception cref="DefinitionInvalidException">Its configuration breaks the rules.</exception>
    Task<AppId> CreateApplicationAsync(CreateApplicationRequest request, Stream package, CancellationToken cancellationToken = default);

    /// <summary>Lists applications, newest first.</summary>
    Task<Page<ApplicationRecord>> ListApplicationsAsync(ApplicationQuery query, CancellationToken cancellationToken = default);

    /// <summary>Describes one application.</summary>
    Task<ApplicationRecord> GetApplicationAsync(AppId application, CancellationToken cancellationToken = default);

    /// <summary>Opens an application's package: the current version, or the one of a SHA-1.</summary>
    Task<PackageContent> OpenPackageAsync(AppId application, string? sha1 = null, CancellationToken cancellationToken = default);

    /// <summary>Removes an application and its versions.</summary>
    Task DeleteApplicationAsync(AppId application, CancellationToken cancellationToken = default);

    /// <summary>Accepts a task; it starts as soon as a slot may serve it.</summary>
    Task<TaskId> SubmitTaskAsync(SubmitTaskRequest request, CancellationToken cancellationToken = default);

    /// <summary>Lists tasks, newest first.</summary>
    Task<Page<TaskRecord>> ListTasksAsync(TaskQuery query, CancellationToken cancellationToken = default);

    /// <summary>Lists actions of tasks.</summary>
    Task<Page<ActionRecord>> ListActionsAsync(ActionQuery query, CancellationToken cancellationToken = default);

    /// <summary>Describes one task with its actions.</summary>
    Task<TaskDetails> GetTaskAsync(TaskId task, CancellationToken cancellationToken = default);

    /// <summary>Completes when the task has its final status.</summary>
    Task<TaskDetails> WaitForTaskAsync(TaskId task, CancellationToken cancellationToken = default);

    /// <summary>Stops a task: what waits is dropped, what runs gets the signal.</summary>
    Task StopTaskAsync(TaskId task, StopSignal signal = StopSignal.Kill, CancellationToken cancellationToken = default);

    /// <summary>Removes a finished task and its workspaces.</summary>
    Task DeleteTaskAsync(TaskId task, CancellationToken cancellationToken = default);

    /// <summary>Opens an action's workspace, packed as tar.gz, as its node sends it.</summary>
    Task<Stream> OpenWorkspaceAsync(TaskId task, string action, CancellationToken cancellationToken = default);

    /// <summary>Opens an action's output from a byte on; with <paramref name="follow"/> the stream ends only when the action has.</summary>
    Task<Stream> OpenLogAsync(TaskId task, string action, long offset = 0, bool follow = false, CancellationToken cancellationToken = default);

    /// <summary>Removes the workspaces of tasks on all connected nodes; returns those that cannot be removed because the task is unknown or still runs.</summary>
    Task<IReadOnlyList<TaskId>> DeleteWorkspacesAsync(IReadOnlyList<TaskId> tasks, CancellationToken cancellationToken = default);

    /// <summary>Describes the cluster.</summary>
    Task<ClusterView> GetClusterAsync(CancellationToken cancellationToken = default);
}

/// <summary>What an application is to be called.</summary>
/// <param name="Name">Its name, 1 to 255 characters.</param>
/// <param name="Format">How the package is packed.</param>
/// <param name="Description">What it is for.</param>
public sealed record CreateApplicationRequest(string Name, PackageFormat Format, string Description = "");

/// <summary>A package's file.</summary>
/// <param name="Package">Which it is.</param>
/// <param name="Content">The file; the caller disposes it.</param>
public sealed record PackageContent(PackageReference Package, Stream Content);

/// <summary>What a task is to run.</summary>
/// <param name="Application">The application.</param>
/// <param name="Name">The task's name, 1 to 255 characters.</param>
/// <param name="Input">The input, an object; <c>{}</c> where it is empty.</param>
public sealed record SubmitTaskRequest(AppId Application, string Name, JsonData Input = default);

/// <summary>A task with its actions.</summary>
public sealed record TaskDetails
{
    /// <summary>The task.</summary>
    public required TaskRecord Task { get; init; }

    /// <summary>The actions that were given to a node at least once, in the order in which they were.</summary>
    public required IReadOnlyList<ActionRecord> Actions { get; init; }

    /// <summary>What runs now; null once the task has finished.</summary>
    public TaskView? Live { get; init; }
}
