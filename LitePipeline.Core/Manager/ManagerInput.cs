using System.Collections.Immutable;
using LitePipeline.Core.Applications;
using LitePipeline.Core.Definitions;
using LitePipeline.Core.Messages;
using LitePipeline.Core.Nodes;
using LitePipeline.Core.Packages;
using LitePipeline.Core.Tasks;

namespace LitePipeline.Core.Manager;

/// <summary>All that can happen to a manager: what users command, what nodes report, and the passing of time.</summary>
public abstract record ManagerInput
{
    private ManagerInput() { }

    /// <summary>Adds an application whose package is stored and inspected already.</summary>
    public sealed record CreateApplication(AppId Id, string Name, string Description, PackageReference Package, JsonData Configuration, ApplicationDefinition Definition) : ManagerInput;

    /// <summary>Removes an application: its waiting tasks end with an error, its running ones go on.</summary>
    public sealed record DeleteApplication(AppId Id) : ManagerInput;

    /// <summary>Accepts a task.</summary>
    public sealed record SubmitTask(TaskId Id, string Name, AppId Application, JsonData Input) : ManagerInput;

    /// <summary>Stops a task.</summary>
    public sealed record StopTask(TaskId Id, StopSignal Signal) : ManagerInput;

    /// <summary>Removes a finished task and its workspaces.</summary>
    public sealed record DeleteTask(TaskId Id) : ManagerInput;

    /// <summary>Removes the workspaces of finished tasks; the shell has looked the tasks up.</summary>
    public sealed record DeleteWorkspaces(ImmutableArray<TaskFolder> Tasks) : ManagerInput;

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
