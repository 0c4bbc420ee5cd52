using LitePipeline.Core.Applications;
using LitePipeline.Core.Schedules;
using LitePipeline.Core.Services;
using LitePipeline.Core.Works;

namespace LitePipeline.Core.Tasks;

/// <summary>A task as the store keeps it.</summary>
public sealed record TaskRecord
{
    /// <summary>The task.</summary>
    public required TaskId Id { get; init; }

    /// <summary>Grows by one with each task: the order of lists and of the queue.</summary>
    public required long Sequence { get; init; }

    /// <summary>The name that its creator gave; it need not be unique.</summary>
    public required string Name { get; init; }

    /// <summary>The application that it runs.</summary>
    public required AppId Application { get; init; }

    /// <summary>The version that it runs: the package's SHA-1.</summary>
    public required string Version { get; init; }

    /// <summary>The input, an object.</summary>
    public required JsonData Input { get; init; }

    /// <summary>Tasks with a higher number go first; 0 for most.</summary>
    public int Priority { get; init; }

    /// <summary>The work that it belongs to.</summary>
    public WorkId? Work { get; init; }

    /// <summary>The service that it belongs to.</summary>
    public ServiceId? Service { get; init; }

    /// <summary>The schedule that started it.</summary>
    public ScheduleId? Schedule { get; init; }

    /// <summary>When it was accepted.</summary>
    public required DateTimeOffset CreatedAt { get; init; }

    /// <summary>Where it stands.</summary>
    public required TaskState State { get; init; }
}

/// <summary>The part of a task that changes while it runs.</summary>
/// <param name="Stage">How far it has come.</param>
/// <param name="Status">How it ended; null until <see cref="RunStage.Finished"/>.</param>
/// <param name="UpdatedAt">When this was decided.</param>
/// <param name="StartedAt">When its first action was given to a node.</param>
/// <param name="EndedAt">When it finished.</param>
/// <param name="Message">Why it ended, for people; null after success.</param>
/// <param name="StopSignal">The signal of an accepted stop.</param>
/// <param name="AttemptBase">The highest attempt of any action before the task was last rerun or recovered, and for a task whose submitter chose its id, of any task that was removed before: the numbers go on from there, so that a late result of an earlier run, or of another task of that id, is never taken for one of this.</param>
public sealed record TaskState(
    RunStage Stage,
    RunStatus? Status,
    DateTimeOffset UpdatedAt,
    DateTimeOffset? StartedAt = null,
    DateTimeOffset? EndedAt = null,
    string? Message = null,
    StopSignal? StopSignal = null,
    int AttemptBase = 0);
