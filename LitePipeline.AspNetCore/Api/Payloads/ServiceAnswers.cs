using LitePipeline.Core;

namespace LitePipeline.AspNetCore.Api.Payloads;

/// <summary>The id of the service that was created or changed.</summary>
internal sealed record ServiceChangedAnswer(Guid ServiceId, string Result = OkAnswer.Ok);

/// <summary>A part of the list of services.</summary>
internal sealed record ServiceListAnswer(IReadOnlyList<ServiceRow> Services, long Total, int Offset, int Limit, string Result = OkAnswer.Ok);

/// <summary>One service; the manager's live view is the same row, as nothing of a service is known that is not in it.</summary>
internal sealed record ServiceInfoAnswer(ServiceRow ServiceInfo, ServiceRow ServiceCacheInfo, string Result = OkAnswer.Ok);

/// <summary>A service as the original shows it: <c>task_id</c>, <c>stage</c> and <c>status</c> are empty text where there is none; what follows <c>enable</c> is ours.</summary>
internal sealed record ServiceRow
{
    public required long Id { get; init; }

    public required Guid ServiceId { get; init; }

    public required string Name { get; init; }

    public required Guid ApplicationId { get; init; }

    public required string TaskId { get; init; }

    public required string CreateAt { get; init; }

    public required string UpdateAt { get; init; }

    public required string Stage { get; init; }

    public required string Status { get; init; }

    public required JsonData InputData { get; init; }

    public required string Description { get; init; }

    /// <summary>The signal's number: -9 or -15.</summary>
    public required int Signal { get; init; }

    public required bool Enable { get; init; }

    /// <summary>How many tasks it has started.</summary>
    public required long Starts { get; init; }

    /// <summary>When the next task starts; null while one lives or none is to start.</summary>
    public required string? RestartAt { get; init; }

    public required string? Message { get; init; }
}
