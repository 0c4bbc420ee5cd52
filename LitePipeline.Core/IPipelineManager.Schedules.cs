using LitePipeline.Core.Schedules;
using LitePipeline.Core.Services;
using LitePipeline.Core.Storage;

namespace LitePipeline.Core;

public partial interface IPipelineManager
{
    /// <summary>Adds a schedule.</summary>
    /// <param name="schedule">The schedule.</param>
    /// <param name="id">Its id, chosen by the caller so that a repeated request is recognised: the second one with the same content returns the same schedule, another content is refused. Null to have one made.</param>
    /// <param name="cancellationToken">Gives up waiting.</param>
    Task<ScheduleId> CreateScheduleAsync(ScheduleContent schedule, ScheduleId? id = null, CancellationToken cancellationToken = default);

    /// <summary>Replaces what a schedule's owner can set.</summary>
    Task UpdateScheduleAsync(ScheduleId schedule, ScheduleContent content, CancellationToken cancellationToken = default);

    /// <summary>Lists schedules, newest first.</summary>
    Task<Page<ScheduleRecord>> ListSchedulesAsync(ScheduleQuery query, CancellationToken cancellationToken = default);

    /// <summary>Describes one schedule and what it is about to do.</summary>
    Task<ScheduleDetails> GetScheduleAsync(ScheduleId schedule, CancellationToken cancellationToken = default);

    /// <summary>Removes a schedule; what it started goes on.</summary>
    Task DeleteScheduleAsync(ScheduleId schedule, CancellationToken cancellationToken = default);

    /// <summary>Adds a service.</summary>
    /// <param name="service">The service.</param>
    /// <param name="id">Its id, chosen by the caller so that a repeated request is recognised: the second one with the same content returns the same service, another content is refused. Null to have one made.</param>
    /// <param name="cancellationToken">Gives up waiting.</param>
    Task<ServiceId> CreateServiceAsync(ServiceContent service, ServiceId? id = null, CancellationToken cancellationToken = default);

    /// <summary>Replaces what a service's owner can set. Disabling it stops its task with its signal.</summary>
    Task UpdateServiceAsync(ServiceId service, ServiceContent content, CancellationToken cancellationToken = default);

    /// <summary>Lists services, newest first.</summary>
    Task<Page<ServiceRecord>> ListServicesAsync(ServiceQuery query, CancellationToken cancellationToken = default);

    /// <summary>Describes one service.</summary>
    Task<ServiceRecord> GetServiceAsync(ServiceId service, CancellationToken cancellationToken = default);

    /// <summary>Removes a service and its workspace, and stops its task with its signal.</summary>
    Task DeleteServiceAsync(ServiceId service, CancellationToken cancellationToken = default);
}

/// <summary>A schedule, and what it is about to do.</summary>
/// <param name="Schedule">The schedule.</param>
/// <param name="View">What it is about to do.</param>
public sealed record ScheduleDetails(ScheduleRecord Schedule, ScheduleView View);
