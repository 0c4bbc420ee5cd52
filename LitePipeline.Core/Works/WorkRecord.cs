using LitePipeline.Core.Applications;
using LitePipeline.Core.Schedules;
using LitePipeline.Core.Tasks;
using LitePipeline.Core.Workflows;

namespace LitePipeline.Core.Works;

/// <summary>A work as the store keeps it: one run of a workflow.</summary>
public sealed record WorkRecord
{
    /// <summary>The work.</summary>
    public required WorkId Id { get; init; }

    /// <summary>Grows by one with each work: the order of lists.</summary>
    public required long Sequence { get; init; }

    /// <summary>The name that its creator gave; it need not be unique.</summary>
    public required string Name { get; init; }

    /// <summary>The workflow that it runs.</summary>
    public required WorkflowId Workflow { get; init; }

    /// <summary>The workflow's configuration as it was when the work was accepted or last run anew.</summary>
    public required JsonData Configuration { get; init; }

    /// <summary>The input, an object.</summary>
    public required JsonData Input { get; init; }

    /// <summary>The schedule that started it.</summary>
    public ScheduleId? Schedule { get; init; }

    /// <summary>When it was accepted.</summary>
    public required DateTimeOffset CreatedAt { get; init; }

    /// <summary>Where it stands.</summary>
    public required WorkState State { get; init; }
}

/// <summary>The part of a work that changes while it runs.</summary>
/// <param name="Stage">How far it has come.</param>
/// <param name="Status">How it ended; null until <see cref="RunStage.Finished"/>.</param>
/// <param name="UpdatedAt">When this was decided.</param>
/// <param name="StartedAt">When its first task was accepted.</param>
/// <param name="EndedAt">When it finished.</param>
/// <param name="Message">Why it ended, for people; null after success.</param>
/// <param name="StopSignal">The signal of an accepted stop.</param>
/// <param name="Run">1 at first, and one more with each rerun and recover: the ids of its tasks derive from it.</param>
public sealed record WorkState(
    RunStage Stage,
    RunStatus? Status,
    DateTimeOffset UpdatedAt,
    DateTimeOffset? StartedAt = null,
    DateTimeOffset? EndedAt = null,
    string? Message = null,
    StopSignal? StopSignal = null,
    int Run = 1);

/// <summary>One application of a work, from the moment its task was accepted: a row of its own.</summary>
public sealed record WorkStepRecord
{
    /// <summary>The work.</summary>
    public required WorkId Work { get; init; }

    /// <summary>The application's name in the workflow; <c>success</c> or <c>fail</c> for an event application.</summary>
    public required string Name { get; init; }

    /// <summary>The application that it names.</summary>
    public required AppId Application { get; init; }

    /// <summary>Its task; null where none could be made.</summary>
    public TaskId? Task { get; init; }

    /// <summary><see cref="RunStage.Pending"/> until its task has finished, then <see cref="RunStage.Finished"/>; <see cref="RunStage.Recovering"/> while a recovered one runs. Where the task runs, its own row says so.</summary>
    public required RunStage Stage { get; init; }

    /// <summary>How it ended; null until finished.</summary>
    public RunStatus? Status { get; init; }

    /// <summary>The data of its output action, an object; empty until it has succeeded, or where there is none.</summary>
    public JsonData Output { get; init; }

    /// <summary>Why there is no task or why it failed; null otherwise.</summary>
    public string? Message { get; init; }
}
