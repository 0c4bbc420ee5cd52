using System.Collections.Immutable;
using LitePipeline.Core.Actions;
using LitePipeline.Core.Applications;
using LitePipeline.Core.Artifacts;
using LitePipeline.Core.Audit;
using LitePipeline.Core.Definitions;
using LitePipeline.Core.Messages;
using LitePipeline.Core.Nodes;
using LitePipeline.Core.Packages;
using LitePipeline.Core.Tasks;

namespace LitePipeline.Core.Manager;

/// <summary>All that can happen to a manager: what users command, what nodes report, and the passing of time.</summary>
public abstract partial record ManagerInput
{
    private ManagerInput() { }

    /// <summary>Who commands it, for the audit trail; null for what nobody commands, and for a host that does not say.</summary>
    public CommandActor? Actor { get; init; }

    /// <summary>Adds an application whose package is stored and inspected already.</summary>
    public sealed record CreateApplication(AppId Id, string Name, string Description, PackageReference Package, JsonData Configuration, ApplicationDefinition Definition) : ManagerInput;

    /// <summary>Changes an application; what is null stays. A new package adds a version and makes it current.</summary>
    public sealed record UpdateApplication(AppId Id, string? Name, string? Description, UploadedApplication? Package) : ManagerInput;

    /// <summary>Makes a version of an application's history its current one.</summary>
    public sealed record ActivateApplicationVersion(AppId Id, long HistoryId) : ManagerInput;

    /// <summary>Removes a version from an application's history; the current one cannot be removed.</summary>
    public sealed record DeleteApplicationVersion(AppId Id, long HistoryId) : ManagerInput;

    /// <summary>Removes an application: its waiting tasks end with an error, its running ones go on.</summary>
    public sealed record DeleteApplication(AppId Id) : ManagerInput;

    /// <summary>The upload of an application or venv came to nothing: its package goes, unless the same content is needed elsewhere.</summary>
    public sealed record DiscardPackage(string Sha256) : ManagerInput;

    /// <summary>Removes what is cached of an application's actions; the reply is the number of results.</summary>
    public sealed record ClearCache(AppId Id) : ManagerInput;

    /// <summary>Accepts a task.</summary>
    public sealed record SubmitTask(TaskId Id, string Name, AppId Application, JsonData Input, int Priority = 0) : ManagerInput
    {
        /// <summary>Whether the submitter chose the id: a task that was removed may have had it.</summary>
        public bool IsIdChosen { get; init; }
    }

    /// <summary>Stops a task.</summary>
    public sealed record StopTask(TaskId Id, StopSignal Signal) : ManagerInput;

    /// <summary>Runs a finished task anew, all of it, with the application's current version. The shell has looked it up and lets nobody else touch finished tasks meanwhile.</summary>
    /// <param name="Task">The task as the store has it.</param>
    /// <param name="LastAttempt">The highest attempt number among its actions' rows; 0 for none.</param>
    public sealed record RerunTask(TaskRecord Task, int LastAttempt) : ManagerInput
    {
        /// <summary>The artifacts of its actions, whose rows go.</summary>
        public ImmutableArray<Artifact> Artifacts { get; init; } = [];
    }

    /// <summary>Runs again what of a finished task has not succeeded, generated actions included, with the version that it ran. The shell has looked it up, as for a rerun.</summary>
    /// <param name="Task">The task as the store has it, and its actions.</param>
    public sealed record RecoverTask(FinishedTask Task) : ManagerInput;

    /// <summary>Removes a finished task and its workspaces.</summary>
    public sealed record DeleteTask(TaskId Id) : ManagerInput
    {
        /// <summary>The highest attempt number that any of its actions ever had; 0 for none.</summary>
        public int LastAttempt { get; init; }

        /// <summary>The artifacts of its actions, whose rows go. The shell has looked them up, as for a rerun.</summary>
        public ImmutableArray<Artifact> Artifacts { get; init; } = [];
    }

    /// <summary>Asks whether an attempt is the current one of its action, on the node of this session; the reply is its task's <see cref="TaskFolder"/>, or null where it is not.</summary>
    public sealed record DescribeAttempt(SessionId Session, AttemptKey Attempt) : ManagerInput;

    /// <summary>Removes the workspaces of finished tasks; the shell has looked the tasks up.</summary>
    public sealed record DeleteWorkspaces(ImmutableArray<TaskFolder> Tasks) : ManagerInput;

    /// <summary>Has a node finish what it runs and take no more.</summary>
    public sealed record DrainNode(NodeId Id) : ManagerInput;

    /// <summary>Has a drained node take actions again.</summary>
    public sealed record ResumeNode(NodeId Id) : ManagerInput;

    /// <summary>Forgets a node: what it runs runs elsewhere. A node of the id that joins later is a new one.</summary>
    public sealed record RemoveNode(NodeId Id) : ManagerInput;

    /// <summary>Asks what the machine knows of the cluster; the reply is a <see cref="ClusterView"/>.</summary>
    public sealed record DescribeCluster : ManagerInput;

    /// <summary>Asks what of a task runs; the reply is a <see cref="TaskView"/>, or null for a task that is not in memory.</summary>
    public sealed record DescribeTask(TaskId Id) : ManagerInput;

    /// <summary>A node said something; the first thing on a session is <see cref="NodeMessage.Join"/>.</summary>
    public sealed record NodeSaid(SessionId Session, NodeMessage Message) : ManagerInput;

    /// <summary>A node's connection ended.</summary>
    public sealed record NodeDisconnected(SessionId Session) : ManagerInput;

    /// <summary>A deadline of <see cref="ManagerMachine.NextDeadline"/> has come.</summary>
    public sealed record DeadlineReached : ManagerInput;
}

/// <summary>A package of an application that is stored and inspected already.</summary>
/// <param name="Package">Which it is.</param>
/// <param name="Configuration">Its configuration, as written.</param>
/// <param name="Definition">The same, read.</param>
public sealed record UploadedApplication(PackageReference Package, JsonData Configuration, ApplicationDefinition Definition);

/// <summary>A finished task as the store has it, with its actions by <see cref="ActionRecord.Ordinal"/>.</summary>
public sealed record FinishedTask(TaskRecord Task, ImmutableArray<ActionRecord> Actions);
