using System.Diagnostics.CodeAnalysis;
using System.Text.Json.Serialization;
using LitePipeline.Core;
using LitePipeline.Core.Schedules;

namespace LitePipeline.AspNetCore.Api.Payloads;

/// <summary>The id of the schedule that was created or changed.</summary>
internal sealed record ScheduleChangedAnswer(Guid ScheduleId, string Result = OkAnswer.Ok);

/// <summary>A part of the list of schedules.</summary>
internal sealed record ScheduleListAnswer(IReadOnlyList<ScheduleRow> Schedules, long Total, int Offset, int Limit, string Result = OkAnswer.Ok);

/// <summary>One schedule; while it is enabled, what it is about to do.</summary>
internal sealed record ScheduleInfoAnswer(
    ScheduleRow ScheduleInfo,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] ScheduleCacheRow? ScheduleCacheInfo,
    string Result = OkAnswer.Ok);

/// <summary>A schedule as the original shows it; what follows <c>enable</c> is ours.</summary>
internal record ScheduleRow
{
    public required long Id { get; init; }

    public required Guid ScheduleId { get; init; }

    public required string ScheduleName { get; init; }

    public required ScheduleSource Source { get; init; }

    public required Guid SourceId { get; init; }

    public required string CreateAt { get; init; }

    public required string UpdateAt { get; init; }

    public required JsonData InputData { get; init; }

    public required int Minute { get; init; }

    public required int Hour { get; init; }

    public required int DayOfMonth { get; init; }

    public required int DayOfWeek { get; init; }

    public required bool Enable { get; init; }

    public required string? Cron { get; init; }

    public required string? TimeZone { get; init; }

    public required DateTimeOffset? StartAt { get; init; }

    public required DateTimeOffset? EndAt { get; init; }

    public required MissedRuns Missed { get; init; }

    public required RunOverlap Overlap { get; init; }

    public required string? LastRunAt { get; init; }

    /// <summary>The task or work of the latest run.</summary>
    public required Guid? LastRunId { get; init; }
}

/// <summary>A schedule as the scheduler holds it: the original shows the day of its latest run as <c>executed</c>; what follows is ours.</summary>
internal sealed record ScheduleCacheRow : ScheduleRow
{
    public ScheduleCacheRow() { }

    [SetsRequiredMembers]
    public ScheduleCacheRow(ScheduleRow row) : base(row) { }

    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? Executed { get; init; }

    public string? NextAt { get; init; }

    /// <summary>How many of its runs have not finished.</summary>
    public int Active { get; init; }

    /// <summary>How many runs wait for the one before to end.</summary>
    public int Queued { get; init; }

    /// <summary>Why it is never due again although it is enabled; null otherwise.</summary>
    public string? Problem { get; init; }
}
