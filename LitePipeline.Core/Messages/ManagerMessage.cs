using System.Collections.Immutable;
using System.Text.Json.Serialization;
using LitePipeline.Core.Actions;
using LitePipeline.Core.Secrets;
using LitePipeline.Core.Services;
using LitePipeline.Core.Tasks;

namespace LitePipeline.Core.Messages;

/// <summary>What the manager says to a node. A message gains optional members; it never changes meaning.</summary>
[JsonPolymorphic(TypeDiscriminatorPropertyName = "kind")]
[JsonDerivedType(typeof(RunAction), "run")]
[JsonDerivedType(typeof(StopAction), "stop")]
[JsonDerivedType(typeof(AcknowledgeResult), "ack")]
[JsonDerivedType(typeof(DiscardAttempt), "discard")]
[JsonDerivedType(typeof(DeleteWorkspaces), "delete-workspaces")]
[JsonDerivedType(typeof(DeleteServiceWorkspace), "delete-service-workspace")]
public abstract record ManagerMessage
{
    private ManagerMessage() { }

    /// <summary>Run this. A repeat for an attempt that the node has already is ignored.</summary>
    public sealed record RunAction(ActionAssignment Assignment) : ManagerMessage
    {
        /// <summary>The application's secrets, in clear; null for none. They are not part of the assignment, so that nothing that keeps, hashes or prints that has them.</summary>
        public ImmutableArray<ActionSecret>? Secrets { get; init; }
    }

    /// <summary>Send the signal; the result is still wanted.</summary>
    public sealed record StopAction(AttemptKey Attempt, StopSignal Signal) : ManagerMessage;

    /// <summary>The result is durable here; the node may forget it.</summary>
    public sealed record AcknowledgeResult(AttemptKey Attempt) : ManagerMessage;

    /// <summary>The attempt is not current any more: end it if it runs, forget its result; report nothing.</summary>
    public sealed record DiscardAttempt(AttemptKey Attempt) : ManagerMessage;

    /// <summary>Remove the workspaces of these tasks.</summary>
    public sealed record DeleteWorkspaces(ImmutableArray<TaskFolder> Tasks) : ManagerMessage;

    /// <summary>The service was removed: remove its workspace.</summary>
    public sealed record DeleteServiceWorkspace(ServiceId Service) : ManagerMessage;
}

/// <summary>Where a task's workspaces lie on every node.</summary>
/// <param name="Task">The task.</param>
/// <param name="CreatedAt">When it was accepted; its UTC date is part of the path.</param>
/// <param name="Service">The service that it belongs to.</param>
public readonly record struct TaskFolder(TaskId Task, DateTimeOffset CreatedAt, ServiceId? Service = null);
