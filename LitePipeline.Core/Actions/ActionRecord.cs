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

    /// <summary><see cref="RunStage.Running"/>, <see cref="RunStage.Finished"/>, or <see cref="RunStage.Pending"/> after its node was lost.</summary>
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

    /// <summary>Why it failed; null otherwise.</summary>
    public ActionFailure? Failure { get; init; }
}
