using System.Collections.Immutable;
using System.Text.Json.Serialization;
using LitePipeline.Core.Actions;
using LitePipeline.Core.Nodes;

namespace LitePipeline.Core.Messages;

/// <summary>What a node says to the manager. A message gains optional members; it never changes meaning.</summary>
[JsonPolymorphic(TypeDiscriminatorPropertyName = "kind")]
[JsonDerivedType(typeof(Join), "join")]
[JsonDerivedType(typeof(ActionFinished), "finished")]
[JsonDerivedType(typeof(ActionProgressed), "progress")]
[JsonDerivedType(typeof(Draining), "draining")]
public abstract record NodeMessage
{
    private NodeMessage() { }

    /// <summary>The first message of a connection: what the node is, what it still runs, and which results it holds that were not acknowledged; those follow as <see cref="ActionFinished"/>.</summary>
    public sealed record Join(
        NodeDescription Node,
        ImmutableArray<AttemptKey> Running,
        ImmutableArray<AttemptKey> Finished) : NodeMessage;

    /// <summary>An attempt ended. The node repeats this after each reconnect until it is acknowledged or discarded.</summary>
    public sealed record ActionFinished(AttemptKey Attempt, ActionResult Result) : NodeMessage;

    /// <summary>The node is to stop: it finishes what it runs and takes no more on this connection.</summary>
    public sealed record Draining : NodeMessage;

    /// <summary>An attempt says how far it is. It is passed on to whoever watches and kept nowhere.</summary>
    /// <param name="Attempt">The attempt.</param>
    /// <param name="Fraction">From 0 to 1.</param>
    /// <param name="Message">For people; may be empty.</param>
    public sealed record ActionProgressed(AttemptKey Attempt, double Fraction, string Message) : NodeMessage;
}
