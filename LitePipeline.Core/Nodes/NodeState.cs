using LitePipeline.Core.Scheduling;
using LitePipeline.Core.Tasks;

namespace LitePipeline.Core.Nodes;

/// <summary>A node that is connected, or that is away while it has attempts to come back with.</summary>
internal sealed class NodeState(NodeDescription description)
{
    public NodeId Id => Description.Id;

    public NodeDescription Description { get; set; } = description;

    /// <summary>Its connection; null while it is away.</summary>
    public SessionId? Session { get; set; }

    /// <summary>The latest connection that it has joined on.</summary>
    public SessionId LatestSession { get; set; }

    public DateTimeOffset JoinedAt { get; set; }

    /// <summary>How often it has gone away: tells a deadline whether it means this absence.</summary>
    public int Absences { get; set; }

    /// <summary>The attempts that it has been given and that have not ended.</summary>
    public List<ActionRun> Running { get; } = [];

    /// <summary>What its attempts take of it.</summary>
    public ResourceAmount Used { get; set; }

    public ResourceAmount Free => ResourceAmount.Of(Description) - Used;

    public int FreeSlots => Description.Slots - Used.Slots;

    /// <summary>Whether it finishes what it runs and takes no more.</summary>
    public bool Draining { get; set; }

    /// <summary>Whether it said itself, on this connection, that it is to stop.</summary>
    public bool Stopping { get; set; }

    /// <summary>The queue whose head it is kept for; null for none.</summary>
    public RequirementQueue? ReservedFor { get; set; }

    /// <summary>When it was last chosen, as a count.</summary>
    public long LastChosen { get; set; }

    public NodeRank Rank => new(FreeSlots, LastChosen, this);

    /// <summary>The queues whose requirement it meets.</summary>
    public List<RequirementQueue> Queues { get; } = [];
}
