using LitePipeline.Core;
using LitePipeline.Core.Tasks;

namespace LitePipeline.AspNetCore.Api.Payloads;

/// <summary>A task as the original shows it; <c>work_id</c> and <c>service_id</c> are empty text where there is none. <c>app_sha1</c>, <c>schedule_id</c>, <c>priority</c> and <c>message</c> are ours.</summary>
internal sealed record TaskRow
{
    public required long Id { get; init; }

    public required Guid TaskId { get; init; }

    public required string TaskName { get; init; }

    public required Guid ApplicationId { get; init; }

    public required string AppSha1 { get; init; }

    public required string WorkId { get; init; }

    public required string ServiceId { get; init; }

    public required string ScheduleId { get; init; }

    public required int Priority { get; init; }

    public required string CreateAt { get; init; }

    public required string? StartAt { get; init; }

    public required string UpdateAt { get; init; }

    public required string? EndAt { get; init; }

    public required RunStage Stage { get; init; }

    public required RunStatus? Status { get; init; }

    public required string? Message { get; init; }

    public required JsonData InputData { get; init; }

    /// <summary>The actions that have ended, by name, in the order in which they began.</summary>
    public required IReadOnlyDictionary<string, ActionRow> Result { get; init; }
}

/// <summary>An action that has ended, as the original shows it. <c>message</c>, why it failed, <c>attempt</c>, <c>retries</c> and <c>cached</c>, whether its result was taken from the cache, are ours.</summary>
internal sealed record ActionRow(
    string Name,
    Guid TaskId,
    JsonData Result,
    RunStage Stage,
    RunStatus? Status,
    Guid? NodeId,
    string? StartAt,
    string? EndAt,
    int? Returncode,
    string? Message,
    int Attempt,
    int Retries,
    bool Cached);

/// <summary>An action that runs, as the original shows it.</summary>
internal sealed record RunningActionRow
{
    public required string Name { get; init; }

    public required Guid TaskId { get; init; }

    public required Guid AppId { get; init; }

    public required string AppSha1 { get; init; }

    public required string ServiceId { get; init; }

    public required string TaskCreateAt { get; init; }

    public required IReadOnlyList<string> Condition { get; init; }

    public required string? Env { get; init; }

    public required string? Main { get; init; }

    public required JsonData InputData { get; init; }

    /// <summary>The node's own HTTP address, <c>host:port</c>.</summary>
    public required string? Node { get; init; }

    public required Guid? NodeId { get; init; }

    public required string UpdateAt { get; init; }
}
