using LitePipeline.Core.Applications;
using LitePipeline.Core.Tasks;

namespace LitePipeline.Core.Services;

/// <summary>A service as the store keeps it: an application of which one task is kept alive.</summary>
public sealed record ServiceRecord
{
    /// <summary>The service.</summary>
    public required ServiceId Id { get; init; }

    /// <summary>Grows by one with each service: the order of lists.</summary>
    public required long Sequence { get; init; }

    /// <summary>The name; its tasks have the same.</summary>
    public required string Name { get; init; }

    /// <summary>What it is for, in its owner's words.</summary>
    public string Description { get; init; } = "";

    /// <summary>The application; a change counts from the next start on.</summary>
    public required AppId Application { get; init; }

    /// <summary>The input of its tasks, an object; a change counts from the next start on.</summary>
    public required JsonData Input { get; init; }

    /// <summary>What ends its task when it is disabled or removed.</summary>
    public StopSignal Signal { get; init; } = StopSignal.Kill;

    /// <summary>Whether it is to run.</summary>
    public required bool Enabled { get; init; }

    /// <summary>When it was created.</summary>
    public required DateTimeOffset CreatedAt { get; init; }

    /// <summary>When its owner last changed it.</summary>
    public required DateTimeOffset UpdatedAt { get; init; }

    /// <summary>Where it stands.</summary>
    public required ServiceState State { get; init; }
}

/// <summary>The part of a service that changes as it runs.</summary>
/// <param name="Task">Its live or latest task; null before the first.</param>
/// <param name="Stage">That task's stage; null before the first.</param>
/// <param name="Status">How that task ended; null while it lives.</param>
/// <param name="Starts">How many tasks it has started: the next one's id derives from it.</param>
/// <param name="FailuresInARow">How many of its tasks have ended shortly after their start, one after the other: the back-off grows with it.</param>
/// <param name="RestartAt">When the next task starts; null while one lives or none is to start.</param>
/// <param name="Message">Why no task could be started or why the latest ended; null otherwise.</param>
public sealed record ServiceState(
    TaskId? Task = null,
    RunStage? Stage = null,
    RunStatus? Status = null,
    long Starts = 0,
    int FailuresInARow = 0,
    DateTimeOffset? RestartAt = null,
    string? Message = null);
