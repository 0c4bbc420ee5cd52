using LitePipeline.Core.Definitions;
using LitePipeline.Core.Nodes;
using LitePipeline.Core.Tasks;
using LitePipeline.Core.Works;

namespace LitePipeline.Core.Manager;

/// <summary>What the manager knows of its cluster at one moment.</summary>
public sealed record ClusterView
{
    /// <summary>The connected nodes, by when they joined.</summary>
    public required IReadOnlyList<NodeView> Nodes { get; init; }

    /// <summary>The actions that nodes run, oldest first.</summary>
    public required IReadOnlyList<ActionView> Running { get; init; }

    /// <summary>The first of the actions that wait for a slot; a task that has not begun counts as its first actions.</summary>
    public required IReadOnlyList<ActionView> Pending { get; init; }

    /// <summary>How many entries wait for a slot in all.</summary>
    public required long PendingCount { get; init; }

    /// <summary>The slots of all nodes.</summary>
    public int TotalSlots => Nodes.Sum(node => node.Description.Slots);
}

/// <summary>A connected node.</summary>
/// <param name="Description">What it said of itself.</param>
/// <param name="JoinedAt">When it joined.</param>
/// <param name="UsedSlots">How many of its slots are taken.</param>
public sealed record NodeView(NodeDescription Description, DateTimeOffset JoinedAt, int UsedSlots);

/// <summary>An action that waits or runs.</summary>
/// <param name="Task">Its task.</param>
/// <param name="Work">Its task's work.</param>
/// <param name="Action">Its definition; null for a task that has not begun.</param>
/// <param name="Node">The node that runs it.</param>
/// <param name="UpdatedAt">When it came to where it is.</param>
public sealed record ActionView(TaskId Task, WorkId? Work, ActionDefinition? Action, NodeDescription? Node, DateTimeOffset UpdatedAt);

/// <summary>What of a task is in the manager's memory.</summary>
public sealed record TaskView
{
    /// <summary>How many actions it has so far, generated ones included; 0 before it began.</summary>
    public required int TotalActions { get; init; }

    /// <summary>How many have succeeded.</summary>
    public required int FinishedActions { get; init; }

    /// <summary>Those that run.</summary>
    public required IReadOnlyList<ActionView> Running { get; init; }
}
