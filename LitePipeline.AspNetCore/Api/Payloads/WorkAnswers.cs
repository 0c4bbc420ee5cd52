using System.Text.Json.Serialization;
using LitePipeline.Core;
using LitePipeline.Core.Tasks;

namespace LitePipeline.AspNetCore.Api.Payloads;

/// <summary>A work was accepted.</summary>
internal sealed record WorkCreatedAnswer(Guid WorkId, string Result = OkAnswer.Ok);

/// <summary>A part of the list of works.</summary>
internal sealed record WorkListAnswer(IReadOnlyList<WorkRow> Works, long Total, int Offset, int Limit, string Result = OkAnswer.Ok);

/// <summary>One work.</summary>
internal sealed record WorkInfoAnswer(WorkRow Info, string Result = OkAnswer.Ok);

/// <summary>A work as the original shows it. <c>schedule_id</c> and <c>message</c> are ours.</summary>
internal sealed record WorkRow
{
    public required long Id { get; init; }

    public required Guid WorkId { get; init; }

    public required string Name { get; init; }

    public required Guid WorkflowId { get; init; }

    public required string ScheduleId { get; init; }

    public required string CreateAt { get; init; }

    public required string? StartAt { get; init; }

    public required string UpdateAt { get; init; }

    public required string? EndAt { get; init; }

    public required RunStage Stage { get; init; }

    public required RunStatus? Status { get; init; }

    public required string? Message { get; init; }

    public required JsonData InputData { get; init; }

    public required JsonData Configuration { get; init; }

    /// <summary>The applications that were started, by name.</summary>
    public required IReadOnlyDictionary<string, WorkStepRow> Result { get; init; }
}

/// <summary>An application of a work as the original shows it: <c>result</c> is there once it has succeeded. <c>message</c> is ours: why it failed.</summary>
internal sealed record WorkStepRow(
    string Name,
    Guid AppId,
    Guid? TaskId,
    RunStage Stage,
    RunStatus? Status,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] JsonData? Result,
    string? Message);
