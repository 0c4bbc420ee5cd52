using LitePipeline.Core.Actions;
using LitePipeline.Core.Events;
using LitePipeline.Core.Tasks;

namespace LitePipeline.Hosting.Pipelines;

/// <summary>Something that happened to an action of a task.</summary>
/// <param name="Action">The action.</param>
/// <param name="Kind">What happened.</param>
public sealed record PipelineProgress(string Action, ProgressKind Kind)
{
    /// <summary>When.</summary>
    public required DateTimeOffset At { get; init; }

    /// <summary>How far the action is, from 0 to 1; null where it did not say.</summary>
    public double? Fraction { get; init; }

    /// <summary>What the action said, or why it failed; for people.</summary>
    public string Message { get; init; } = "";

    /// <summary>How the action ended; null until it has.</summary>
    public RunStatus? Status { get; init; }

    internal static PipelineProgress? Of(PipelineEvent happened) => happened switch
    {
        PipelineEvent.ActionStarted started => new(started.Attempt.Action, ProgressKind.Started) { At = started.At },
        PipelineEvent.ActionProgressed said => new(said.Attempt.Action, ProgressKind.Progressed) { At = said.At, Fraction = said.Fraction, Message = said.Message },
        PipelineEvent.ActionRetried again => new(again.Attempt.Action, ProgressKind.Retried) { At = again.At, Message = again.Message },
        PipelineEvent.ActionRequeued again => new(again.Attempt.Action, ProgressKind.Retried) { At = again.At, Message = "Its node was lost." },
        PipelineEvent.ActionFinished ended => new(ended.Attempt.Action, ProgressKind.Ended) { At = ended.At, Status = ended.Status, Message = ended.Message ?? "" },
        _ => null,
    };

    internal static PipelineProgress? EndOf(ActionRecord action) => action is { Stage: RunStage.Finished, EndedAt: { } at }
        ? new(action.Name, ProgressKind.Ended) { At = at, Status = action.Status, Message = action.Failure?.Message ?? "" }
        : null;
}

/// <summary>What may happen to an action.</summary>
public enum ProgressKind
{
    /// <summary>An attempt was given to a node.</summary>
    Started,
    /// <summary>It said how far it is.</summary>
    Progressed,
    /// <summary>An attempt failed or lost its node; there will be another one.</summary>
    Retried,
    /// <summary>Its end was recorded.</summary>
    Ended,
}
