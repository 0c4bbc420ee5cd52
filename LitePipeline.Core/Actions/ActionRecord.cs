using System.Collections.Immutable;
using LitePipeline.Core.Artifacts;
using LitePipeline.Core.Caching;
using LitePipeline.Core.Nodes;
using LitePipeline.Core.Tasks;

namespace LitePipeline.Core.Actions;

/// <summary>An action as the store keeps it: one row from its first attempt on. An action without a row has not been given to a node yet.</summary>
public sealed record ActionRecord
{
    /// <summary>The task.</summary>
    public required TaskId Task { get; init; }

    /// <summary>The action's name.</summary>
    public required string Name { get; init; }

    /// <summary>Grows by one with each action that the task starts: the order in which results are replayed.</summary>
    public required int Ordinal { get; init; }

    /// <summary><see cref="RunStage.Running"/>, <see cref="RunStage.Finished"/>, or <see cref="RunStage.Pending"/> while it waits to be run again.</summary>
    public required RunStage Stage { get; init; }

    /// <summary>How it ended; null until finished.</summary>
    public RunStatus? Status { get; init; }

    /// <summary>The number of its latest attempt.</summary>
    public required int Attempt { get; init; }

    /// <summary>The node of its latest attempt.</summary>
    public NodeId? Node { get; init; }

    /// <summary>When its latest attempt was given to the node.</summary>
    public DateTimeOffset? StartedAt { get; init; }

    /// <summary>When its end was recorded.</summary>
    public DateTimeOffset? EndedAt { get; init; }

    /// <summary>The exit code.</summary>
    public int? ReturnCode { get; init; }

    /// <summary>What it returned: the object <c>{"data": {...}, "actions": [...]}</c>; empty where it returned nothing.</summary>
    public JsonData Result { get; init; }

    /// <summary>The files that it left for others; none unless it succeeded.</summary>
    public ImmutableArray<Artifact> Artifacts { get; init; } = [];

    /// <summary>Whose result this is, where it was taken from the cache and nothing ran; null otherwise.</summary>
    public CacheSource? Cached { get; init; }

    /// <summary>Why it failed; null otherwise.</summary>
    public ActionFailure? Failure { get; init; }

    /// <summary>How many of its attempts failed by themselves and were run again under its <c>retry</c>.</summary>
    public int Retries { get; init; }

    /// <summary>How many of its attempts lost their node.</summary>
    public int Losses { get; init; }

    /// <summary>While it waits for its next attempt under its <c>retry</c>: when that may start.</summary>
    public DateTimeOffset? RetryAt { get; init; }

    /// <summary>Its attempts before the latest, oldest first; of very many only the last 100.</summary>
    public ImmutableArray<EarlierAttempt> Earlier { get; init; } = [];
}

/// <summary>An attempt after which its action was run again.</summary>
/// <param name="Attempt">Its number.</param>
/// <param name="Node">Its node, which has its output.</param>
/// <param name="StartedAt">When it was given to the node.</param>
/// <param name="EndedAt">When its end was recorded.</param>
/// <param name="Status">How it ended.</param>
/// <param name="ReturnCode">The exit code.</param>
/// <param name="Failure">Why it failed.</param>
public sealed record EarlierAttempt(
    int Attempt, NodeId? Node, DateTimeOffset StartedAt, DateTimeOffset EndedAt, RunStatus Status, int? ReturnCode, ActionFailure? Failure);
