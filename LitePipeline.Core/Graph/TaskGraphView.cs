using LitePipeline.Core.Tasks;

namespace LitePipeline.Core.Graph;

/// <summary>A task as a graph: its actions, those that have not run included, and what each waits for.</summary>
public sealed record TaskGraphView
{
    /// <summary>The task.</summary>
    public required TaskId Task { get; init; }

    /// <summary>The task's name.</summary>
    public required string Name { get; init; }

    /// <summary>When the task was accepted.</summary>
    public required DateTimeOffset CreatedAt { get; init; }

    /// <summary>Where the task stands.</summary>
    public required TaskState State { get; init; }

    /// <summary>Whether all of its actions are known; false where the version that it runs was removed: then only what has run is, and what that generated.</summary>
    public required bool IsWhole { get; init; }

    /// <summary>The configured actions in the order of the configuration, then those that were generated, and the event action once it has run.</summary>
    public required IReadOnlyList<TaskGraphAction> Actions { get; init; }
}

/// <summary>One action of a task's graph.</summary>
public sealed record TaskGraphAction
{
    /// <summary>The action's name.</summary>
    public required string Name { get; init; }

    /// <summary>The names of the actions that it waits for: those that its author wrote, then those that were generated to lead to it.</summary>
    public required IReadOnlyList<string> Condition { get; init; }

    /// <summary>The action that generated it; null for a configured one.</summary>
    public string? GeneratedBy { get; init; }

    /// <summary>0 for a configured action; for a generated one, one more than for the action that generated it.</summary>
    public int Generation { get; init; }

    /// <summary>Whether it is the event action that runs after the others.</summary>
    public bool IsEvent { get; init; }

    /// <summary>Where it stands; <see cref="RunStage.Pending"/> also where it was never given to a node.</summary>
    public RunStage Stage { get; init; }

    /// <summary>How it ended; null until finished.</summary>
    public RunStatus? Status { get; init; }

    /// <summary>The number of its latest attempt; 0 before the first.</summary>
    public int Attempt { get; init; }

    /// <summary>
    /// From when on nothing but a slot was missing for its first attempt: the end of the last of its conditions, of what generated it, or the moment at which the task was accepted.
    /// Null where not all of them have succeeded, and where a rerun or recover of the task has made it unknown.
    /// </summary>
    public DateTimeOffset? ReadyAt { get; init; }

    /// <summary>The attempts that are known, oldest first; of very many only the last ones.</summary>
    public IReadOnlyList<TaskGraphAttempt> Attempts { get; init; } = [];

    /// <summary>While it waits for its next attempt under its <c>retry</c>: when that may start.</summary>
    public DateTimeOffset? RetryAt { get; init; }
}

/// <summary>One attempt of an action.</summary>
/// <param name="Attempt">Its number.</param>
/// <param name="Node">The node that it was given to; null where its result was taken from the cache and nothing ran.</param>
/// <param name="StartedAt">When it was.</param>
/// <param name="EndedAt">When its end was recorded; null while it runs.</param>
/// <param name="Status">How it ended; null while it runs.</param>
/// <param name="Message">Why it failed.</param>
public sealed record TaskGraphAttempt(int Attempt, Nodes.NodeId? Node, DateTimeOffset StartedAt, DateTimeOffset? EndedAt, RunStatus? Status, string? Message);
