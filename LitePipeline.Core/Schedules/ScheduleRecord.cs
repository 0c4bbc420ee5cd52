using System.Collections.Immutable;

namespace LitePipeline.Core.Schedules;

/// <summary>A schedule as the store keeps it.</summary>
public sealed record ScheduleRecord
{
    /// <summary>The schedule.</summary>
    public required ScheduleId Id { get; init; }

    /// <summary>Grows by one with each schedule: the order of lists.</summary>
    public required long Sequence { get; init; }

    /// <summary>The name; the tasks and works that it starts have the same.</summary>
    public required string Name { get; init; }

    /// <summary>What it starts: tasks of an application, or works of a workflow.</summary>
    public required ScheduleSource Source { get; init; }

    /// <summary>The id of that application or workflow.</summary>
    public required Guid SourceId { get; init; }

    /// <summary>The input of what it starts, an object.</summary>
    public required JsonData Input { get; init; }

    /// <summary>When it is due.</summary>
    public required ScheduleTiming Timing { get; init; }

    /// <summary>What becomes of runs that came due while no manager ran.</summary>
    public MissedRuns Missed { get; init; } = MissedRuns.RunOnce;

    /// <summary>What becomes of a run that comes due while the one before still runs.</summary>
    public RunOverlap Overlap { get; init; } = RunOverlap.Allow;

    /// <summary>Whether it starts anything.</summary>
    public required bool Enabled { get; init; }

    /// <summary>When it was created.</summary>
    public required DateTimeOffset CreatedAt { get; init; }

    /// <summary>When its owner last changed it.</summary>
    public required DateTimeOffset UpdatedAt { get; init; }

    /// <summary>Where it stands.</summary>
    public required ScheduleState State { get; init; }
}

/// <summary>The part of a schedule that changes as it runs.</summary>
/// <param name="DecidedUntil">Everything due up to this moment has been decided, in the same commit: no run is lost or doubled.</param>
/// <param name="LastRunAt">The due moment of the latest run that was started; null for none.</param>
/// <param name="LastRunId">The task or work of that run.</param>
/// <param name="Queued">Due moments of runs that wait for the one before to end, oldest first.</param>
public sealed record ScheduleState(
    DateTimeOffset DecidedUntil,
    DateTimeOffset? LastRunAt = null,
    Guid? LastRunId = null,
    ImmutableArray<DateTimeOffset> Queued = default);

/// <summary>What a schedule starts.</summary>
public enum ScheduleSource : byte
{
    /// <summary>Tasks of an application.</summary>
    Application,
    /// <summary>Works of a workflow.</summary>
    Workflow,
}

/// <summary>What becomes of runs that came due while no manager ran.</summary>
public enum MissedRuns : byte
{
    /// <summary>They are dropped.</summary>
    Skip,
    /// <summary>One run stands for all of them.</summary>
    RunOnce,
    /// <summary>Each is made up for.</summary>
    RunAll,
}

/// <summary>What becomes of a run that comes due while the one before still runs.</summary>
public enum RunOverlap : byte
{
    /// <summary>Both run.</summary>
    Allow,
    /// <summary>The later one is dropped.</summary>
    Skip,
    /// <summary>The later one waits for its turn.</summary>
    Queue,
}
