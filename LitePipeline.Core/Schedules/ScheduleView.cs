namespace LitePipeline.Core.Schedules;

/// <summary>What a schedule's owner sets.</summary>
/// <param name="Name">The name, 1 to 255 characters.</param>
/// <param name="Source">What it starts.</param>
/// <param name="SourceId">The id of that application or workflow.</param>
/// <param name="Input">The input of what it starts, an object.</param>
/// <param name="Timing">When it is due.</param>
/// <param name="Missed">What becomes of runs that came due while no manager ran.</param>
/// <param name="Overlap">What becomes of a run that comes due while the one before still runs.</param>
/// <param name="Enabled">Whether it starts anything.</param>
public sealed record ScheduleContent(
    string Name,
    ScheduleSource Source,
    Guid SourceId,
    JsonData Input,
    ScheduleTiming Timing,
    MissedRuns Missed = MissedRuns.RunOnce,
    RunOverlap Overlap = RunOverlap.Allow,
    bool Enabled = false);

/// <summary>What a schedule is about to do.</summary>
/// <param name="NextAt">When it is due next; null for never or while it is disabled.</param>
/// <param name="Active">How many of its runs have not finished.</param>
/// <param name="Queued">How many runs wait for the one before to end.</param>
/// <param name="Problem">Why an enabled schedule is never due again; null for one that is.</param>
public sealed record ScheduleView(DateTimeOffset? NextAt, int Active, int Queued, string? Problem = null);
