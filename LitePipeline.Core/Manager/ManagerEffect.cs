using System.Collections.Immutable;
using LitePipeline.Core.Events;
using LitePipeline.Core.Messages;
using LitePipeline.Core.Nodes;
using LitePipeline.Core.Secrets;

namespace LitePipeline.Core.Manager;

/// <summary>What the manager's host does once the decision behind it is durable.</summary>
public abstract record ManagerEffect
{
    private ManagerEffect() { }

    /// <summary>Send a message; nothing happens where the session has ended, its end being an input of its own.</summary>
    public sealed record Send(SessionId Session, ManagerMessage Message) : ManagerEffect
    {
        /// <summary>What is to go with a <see cref="ManagerMessage.RunAction"/>; the host decrypts it, as late as it can.</summary>
        public ImmutableSortedSet<SecretRecord> Secrets { get; init; } = ImmutableSortedSet<SecretRecord>.Empty;
    }

    /// <summary>Close a session that was replaced or that broke the rules.</summary>
    public sealed record Disconnect(SessionId Session, string Reason) : ManagerEffect;

    /// <summary>Tell whoever watches.</summary>
    public sealed record Publish(PipelineEvent Event) : ManagerEffect;

    /// <summary>An upload's package is needed: an earlier <see cref="RemovePackage"/> of the same content that was not carried out yet is void.</summary>
    public sealed record KeepPackage(string Sha256) : ManagerEffect;

    /// <summary>No version, task or attempt needs this package any more. It stays where an action's row in the store names the same content as an artifact: finished tasks are not in the machine's memory.</summary>
    public sealed record RemovePackage(string Sha256) : ManagerEffect;
}
