using System.Collections.Immutable;
using LitePipeline.Core.Events;
using LitePipeline.Core.Messages;
using LitePipeline.Core.Nodes;
using LitePipeline.Core.Secrets;
using LitePipeline.Core.Storage;

namespace LitePipeline.Core.Manager;

/// <summary>One input's turn: the moment it is decided at, and where its consequences are collected.</summary>
internal readonly struct Step(DateTimeOffset now, ManagerDecision decision)
{
    public DateTimeOffset Now { get; } = now;

    public void Change(StoreChange change) => decision.Changes.Add(change);

    public void Do(ManagerEffect effect) => decision.Effects.Add(effect);

    public void Publish(PipelineEvent happened) => decision.Effects.Add(new ManagerEffect.Publish(happened));

    /// <summary>Nothing is sent to a node that is away: when it joins again, it is told what still matters.</summary>
    public void Send(NodeState node, ManagerMessage message)
    {
        if (node.Session is { } session) decision.Effects.Add(new ManagerEffect.Send(session, message));
    }

    /// <summary>Sends an attempt to its node, with what its application keeps for it.</summary>
    public void Run(NodeState node, ManagerMessage.RunAction message, ImmutableSortedSet<SecretRecord> secrets)
    {
        if (node.Session is { } session) decision.Effects.Add(new ManagerEffect.Send(session, message) { Secrets = secrets });
    }
}
