using LitePipeline.Core.Actions;
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

    /// <summary>How many tasks wait, before they wait for a slot, because as many tasks of their application run as may.</summary>
    public long HeldTasks { get; init; }

    /// <summary>The slots of all nodes.</summary>
    public int TotalSlots => Nodes.Sum(node => node.Description.Slots);
}

/// <summary>A connected node.</summary>
/// <param name="Description">What it said of itself.</param>
/// <param name="JoinedAt">When it joined.</param>
/// <param name="UsedSlots">How many of its slots are taken.</param>
public sealed record NodeView(NodeDescription Description, DateTimeOffset JoinedAt, int UsedSlots)
{
    /// <summary>How many of its processors its actions have asked for.</summary>
    public double UsedCpu { get; init; }

    /// <summary>How many bytes of its memory its actions have asked for.</summary>
    public long UsedMemory { get; init; }

    /// <summary>How many of its graphics processors its actions have asked for.</summary>
    public int UsedGpu { get; init; }

    /// <summary>Whether it finishes what it runs and takes no more.</summary>
    public bool Draining { get; init; }
}

/// <summary>An action that waits or runs.</summary>
/// <param name="Task">Its task.</param>
/// <param name="Work">Its task's work.</param>
/// <param name="Action">Its definition; null for a task that has not begun.</param>
/// <param name="Node">The node that runs it.</param>
/// <param name="UpdatedAt">When it came to where it is.</param>
public sealed record ActionView(TaskId Task, WorkId? Work, ActionDefinition? Action, NodeDescription? Node, DateTimeOffset UpdatedAt)
{
    /// <summary>The number of the attempt that runs, or of the latest one of an action that waits; 0 before the first.</summary>
    public int Attempt { get; init; }

    /// <summary>How far it said that it is, while it runs; null where it has said nothing, or not since the manager started.</summary>
    public ProgressLine? Progress { get; init; }

    /// <summary>While it waits for its next attempt under its <c>retry</c>: when that may start.</summary>
    public DateTimeOffset? RetryAt { get; init; }

    /// <summary>Why its latest attempt failed, where it waits to be run again.</summary>
    public string? Reason { get; init; }

    /// <summary>While it waits and no connected node can ever serve it: what each of them lacks. Null where one can.</summary>
    public string? Unplaceable { get; init; }
}

/// <summary>What of a task is in the manager's memory.</summary>
public sealed record TaskView
{
    /// <summary>How many actions it has so far, generated ones included; 0 before it began.</summary>
    public required int TotalActions { get; init; }

    /// <summary>How many have succeeded.</summary>
    public required int FinishedActions { get; init; }

    /// <summary>Those that run.</summary>
    public required IReadOnlyList<ActionView> Running { get; init; }

    /// <summary>Those that failed and wait for the moment of their next attempt, the next one first.</summary>
    public IReadOnlyList<ActionView> Retrying { get; init; } = [];

    /// <summary>The first of those that wait and that no connected node can ever serve; each says why in <see cref="ActionView.Unplaceable"/>. A task that has not begun stands for the first of its actions.</summary>
    public IReadOnlyList<ActionView> Unplaceable { get; init; } = [];

    /// <summary>The limit on running tasks that keeps the task from beginning; null where none does.</summary>
    public RunningLimitView? HeldBy { get; init; }
}

/// <summary>An application's limit on running tasks, as a task meets it that has to wait.</summary>
/// <param name="MaxRunningTasks">How many tasks of the application may run at once.</param>
/// <param name="Running">How many run, or wait for a slot before this one.</param>
public sealed record RunningLimitView(int MaxRunningTasks, int Running);
