using LitePipeline.Core.Actions;
using LitePipeline.Core.Applications;
using LitePipeline.Core.Artifacts;
using LitePipeline.Core.Definitions;
using LitePipeline.Core.Events;
using LitePipeline.Core.Graph;
using LitePipeline.Core.Manager;
using LitePipeline.Core.Nodes;
using LitePipeline.Core.Packages;
using LitePipeline.Core.Statistics;
using LitePipeline.Core.Storage;
using LitePipeline.Core.Tasks;

namespace LitePipeline.Core;

/// <summary>The manager, whether it lives in this process or answers over HTTP: deploy, submit, watch, stop.</summary>
/// <remarks>
/// Safe for use by many threads. What a call returned is durable. A refused request throws <see cref="RequestRefusedException"/>
/// and has changed nothing; its code, field and message say what is wrong and what to do.
/// </remarks>
public partial interface IPipelineManager
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

    /// <summary>Changes an application; what the request leaves null stays, a package adds a version and makes it current.</summary>
    /// <param name="application">The application.</param>
    /// <param name="request">What to change.</param>
    /// <param name="package">The new package; null to keep the one that is current.</param>
    /// <param name="format">How that package is packed.</param>
    /// <param name="cancellationToken">Gives up waiting.</param>
    /// <exception cref="PackageInvalidException">The package cannot be used.</exception>
    /// <exception cref="DefinitionInvalidException">Its configuration breaks the rules.</exception>
    Task UpdateApplicationAsync(AppId application, UpdatePackagedRequest request, Stream? package = null, PackageFormat format = PackageFormat.TarGz, CancellationToken cancellationToken = default);

    /// <summary>Lists versions of applications, newest first.</summary>
    Task<Page<ApplicationVersionRecord>> ListApplicationVersionsAsync(ApplicationVersionQuery query, CancellationToken cancellationToken = default);

    /// <summary>Describes one version of an application.</summary>
    Task<ApplicationVersionRecord> GetApplicationVersionAsync(AppId application, long historyId, CancellationToken cancellationToken = default);

    /// <summary>Makes a version the current one: tasks that begin from now on run it.</summary>
    Task ActivateApplicationVersionAsync(AppId application, long historyId, CancellationToken cancellationToken = default);

    /// <summary>Removes a version from an application's history; its package goes where nothing else needs it.</summary>
    Task DeleteApplicationVersionAsync(AppId application, long historyId, CancellationToken cancellationToken = default);

    /// <summary>Removes an application and its versions.</summary>
    Task DeleteApplicationAsync(AppId application, CancellationToken cancellationToken = default);

    /// <summary>Forgets the results that are kept for an application's actions with <c>cache</c>; answers how many there were.</summary>
    Task<int> ClearCacheAsync(AppId application, CancellationToken cancellationToken = default);

    /// <summary>Accepts a task; it starts as soon as a slot may serve it.</summary>
    Task<TaskId> SubmitTaskAsync(SubmitTaskRequest request, CancellationToken cancellationToken = default);

    /// <summary>Lists tasks, newest first.</summary>
    Task<Page<TaskRecord>> ListTasksAsync(TaskQuery query, CancellationToken cancellationToken = default);

    /// <summary>Lists actions of tasks.</summary>
    Task<Page<ActionRecord>> ListActionsAsync(ActionQuery query, CancellationToken cancellationToken = default);

    /// <summary>Describes one task with its actions.</summary>
    Task<TaskDetails> GetTaskAsync(TaskId task, CancellationToken cancellationToken = default);

    /// <summary>Describes one task; without its actions the answer is small however many they are.</summary>
    /// <param name="task">The task.</param>
    /// <param name="actions">Whether <see cref="TaskDetails.Actions"/> is wanted; else it is empty.</param>
    /// <param name="cancellationToken">Gives up.</param>
    Task<TaskDetails> GetTaskAsync(TaskId task, bool actions, CancellationToken cancellationToken = default);

    /// <summary>Describes one task as a graph: all of its actions, what each waits for, and every attempt with its node and times.</summary>
    Task<TaskGraphView> GetTaskGraphAsync(TaskId task, CancellationToken cancellationToken = default);

    /// <summary>Completes when the task has its final status.</summary>
    Task<TaskDetails> WaitForTaskAsync(TaskId task, CancellationToken cancellationToken = default);

    /// <summary>Stops a task: what waits is dropped, what runs gets the signal.</summary>
    Task StopTaskAsync(TaskId task, StopSignal signal = StopSignal.Kill, CancellationToken cancellationToken = default);

    /// <summary>Runs a finished task anew under the same id, all of it, with the application's current version.</summary>
    Task RerunTaskAsync(TaskId task, CancellationToken cancellationToken = default);

    /// <summary>Runs again what of a finished task has not succeeded, under the same id; results and generated actions are kept.</summary>
    Task RecoverTaskAsync(TaskId task, CancellationToken cancellationToken = default);

    /// <summary>Removes a finished task and its workspaces.</summary>
    Task DeleteTaskAsync(TaskId task, CancellationToken cancellationToken = default);

    /// <summary>Opens an action's workspace, packed as tar.gz, as its node sends it.</summary>
    Task<Stream> OpenWorkspaceAsync(TaskId task, string action, CancellationToken cancellationToken = default);

    /// <summary>Opens an action's output from a byte on; with <paramref name="follow"/> the stream ends only when the action has.</summary>
    /// <param name="task">The task.</param>
    /// <param name="action">The action.</param>
    /// <param name="offset">How many bytes to pass over; a negative number begins so many bytes before the end.</param>
    /// <param name="follow">Whether to wait for more while the action runs.</param>
    /// <param name="attempt">An earlier attempt's number; null for the latest.</param>
    /// <param name="cancellationToken">Gives up.</param>
    Task<Stream> OpenLogAsync(TaskId task, string action, long offset = 0, bool follow = false, int? attempt = null, CancellationToken cancellationToken = default);

    /// <summary>Follows an action's output from a byte on, in parts as they come, until the action has ended. Disposing it gives up.</summary>
    /// <param name="task">The task.</param>
    /// <param name="action">The action.</param>
    /// <param name="offset">How many bytes to pass over; the last part's <see cref="LogPart.Next"/> goes on where it ended, and a negative number begins so many bytes before the end.</param>
    /// <param name="attempt">An earlier attempt's number; null for the latest.</param>
    /// <param name="cancellationToken">Gives up, also while parts come.</param>
    Task<IAsyncEnumerator<LogPart>> FollowLogAsync(TaskId task, string action, long offset = 0, int? attempt = null, CancellationToken cancellationToken = default);

    /// <summary>Lists artifacts by task, action and path: those of actions that have succeeded.</summary>
    Task<Page<ArtifactRecord>> ListArtifactsAsync(ArtifactQuery query, CancellationToken cancellationToken = default);

    /// <summary>Opens one artifact. It comes from the package store: no node need be connected.</summary>
    /// <param name="task">The task.</param>
    /// <param name="action">The action that made it.</param>
    /// <param name="path">Its path in that action's workspace.</param>
    /// <param name="cancellationToken">Gives up.</param>
    Task<ArtifactContent> OpenArtifactAsync(TaskId task, string action, string path, CancellationToken cancellationToken = default);

    /// <summary>Removes the workspaces of tasks on all connected nodes; returns those that cannot be removed because the task is unknown or still runs.</summary>
    Task<IReadOnlyList<TaskId>> DeleteWorkspacesAsync(IReadOnlyList<TaskId> tasks, CancellationToken cancellationToken = default);

    /// <summary>Has a node finish what it runs and take no more, until it is resumed or removed; also after it has connected anew, but not after a restart of the manager.</summary>
    Task DrainNodeAsync(NodeId node, CancellationToken cancellationToken = default);

    /// <summary>Has a drained node take actions again; nothing happens to one that is not drained. One that was told to stop on its own machine is refused.</summary>
    Task ResumeNodeAsync(NodeId node, CancellationToken cancellationToken = default);

    /// <summary>Forgets a node and closes its connection; what it runs is run elsewhere at once. A node whose process goes on joins again as a new one, not drained.</summary>
    Task RemoveNodeAsync(NodeId node, CancellationToken cancellationToken = default);

    /// <summary>Describes the cluster.</summary>
    Task<ClusterView> GetClusterAsync(CancellationToken cancellationToken = default);

    /// <summary>Tells what the cluster, or one node, did in the last hour or day, as far as the manager that runs now has seen it.</summary>
    Task<StatisticsView> GetStatisticsAsync(StatisticsQuery query, CancellationToken cancellationToken = default);
}

/// <summary>What an application is to be called.</summary>
/// <param name="Name">Its name, 1 to 255 characters.</param>
/// <param name="Format">How the package is packed.</param>
/// <param name="Description">What it is for.</param>
public sealed record CreateApplicationRequest(string Name, PackageFormat Format, string Description = "")
{
    /// <summary>Its id, chosen by the caller so that a repeated request is recognised: the second one with the same content returns the same application, another content is refused. Null to have one made.</summary>
    public AppId? Id { get; init; }
}

/// <summary>A package's file.</summary>
/// <param name="Package">Which it is.</param>
/// <param name="Content">The file; the caller disposes it.</param>
public sealed record PackageContent(PackageReference Package, Stream Content);

/// <summary>An artifact's file.</summary>
/// <param name="Artifact">Which it is.</param>
/// <param name="Content">The file; the caller disposes it.</param>
public sealed record ArtifactContent(ArtifactRecord Artifact, Stream Content);

/// <summary>What a task is to run.</summary>
/// <param name="Application">The application.</param>
/// <param name="Name">The task's name, 1 to 255 characters.</param>
/// <param name="Input">The input, an object; <c>{}</c> where it is empty.</param>
/// <param name="Priority">Tasks with a higher number go first, from -1000 to 1000; 0 for most. A steady stream of higher ones holds back those below.</param>
public sealed record SubmitTaskRequest(AppId Application, string Name, JsonData Input = default, int Priority = 0)
{
    /// <summary>The task's id, chosen by the caller so that a repeated submission is recognised: the second one with the same content returns the same task, another content is refused. Null to have one made.</summary>
    public TaskId? Id { get; init; }
}

/// <summary>What of an application or a venv is to change; null stays as it is.</summary>
/// <param name="Name">The name, 1 to 255 characters.</param>
/// <param name="Description">What it is for; of a new version, too.</param>
public sealed record UpdatePackagedRequest(string? Name = null, string? Description = null);

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
