using System.Net.Http.Json;
using LitePipeline.AspNetCore.Api;
using LitePipeline.AspNetCore.Api.Payloads;
using LitePipeline.Core;
using LitePipeline.Core.Schedules;
using LitePipeline.Core.Services;
using LitePipeline.Core.Storage;

namespace LitePipeline.AspNetCore.Client;

public sealed partial class HttpPipelineManager
{
    /// <inheritdoc/>
    public async Task<ScheduleId> CreateScheduleAsync(ScheduleContent schedule, ScheduleId? id = null, CancellationToken cancellationToken = default) =>
        new(await _exchange.CreateAsync(Routes.V1.Schedules, Written(schedule), id?.Value, ApiJsonContext.Default.ScheduleContent, cancellationToken));

    /// <inheritdoc/>
    public Task UpdateScheduleAsync(ScheduleId schedule, ScheduleContent content, CancellationToken cancellationToken = default) =>
        _exchange.TellAsync(HttpMethod.Put, Routes.V1.Schedule.With(schedule), JsonContent.Create(Written(content), ApiJsonContext.Default.ScheduleContent), cancellationToken);

    /// <inheritdoc/>
    public Task<Page<ScheduleRecord>> ListSchedulesAsync(ScheduleQuery query, CancellationToken cancellationToken = default) => _exchange.ListAsync(
        Address.Of(Routes.V1.Schedules, query).With("id", query.Id).With("source_id", query.SourceId).With("name", query.Name).With("enabled", query.Enabled).ToString(),
        ApiJsonContext.Default.PagePayloadScheduleRecord, cancellationToken);

    /// <inheritdoc/>
    public Task<ScheduleDetails> GetScheduleAsync(ScheduleId schedule, CancellationToken cancellationToken = default) =>
        _exchange.GetAsync(Routes.V1.Schedule.With(schedule), ApiJsonContext.Default.ScheduleDetails, cancellationToken);

    /// <inheritdoc/>
    public Task DeleteScheduleAsync(ScheduleId schedule, CancellationToken cancellationToken = default) =>
        _exchange.TellAsync(HttpMethod.Delete, Routes.V1.Schedule.With(schedule), cancellationToken: cancellationToken);

    /// <inheritdoc/>
    public async Task<ServiceId> CreateServiceAsync(ServiceContent service, ServiceId? id = null, CancellationToken cancellationToken = default) =>
        new(await _exchange.CreateAsync(Routes.V1.Services, Written(service), id?.Value, ApiJsonContext.Default.ServiceContent, cancellationToken));

    /// <inheritdoc/>
    public Task UpdateServiceAsync(ServiceId service, ServiceContent content, CancellationToken cancellationToken = default) =>
        _exchange.TellAsync(HttpMethod.Put, Routes.V1.Service.With(service), JsonContent.Create(Written(content), ApiJsonContext.Default.ServiceContent), cancellationToken);

    /// <inheritdoc/>
    public Task<Page<ServiceRecord>> ListServicesAsync(ServiceQuery query, CancellationToken cancellationToken = default) => _exchange.ListAsync(
        Address.Of(Routes.V1.Services, query).With("id", query.Id).With("application", query.Application).With("name", query.Name).With("enabled", query.Enabled).ToString(),
        ApiJsonContext.Default.PagePayloadServiceRecord, cancellationToken);

    /// <inheritdoc/>
    public Task<ServiceRecord> GetServiceAsync(ServiceId service, CancellationToken cancellationToken = default) =>
        _exchange.GetAsync(Routes.V1.Service.With(service), ApiJsonContext.Default.ServiceRecord, cancellationToken);

    /// <inheritdoc/>
    public Task DeleteServiceAsync(ServiceId service, CancellationToken cancellationToken = default) =>
        _exchange.TellAsync(HttpMethod.Delete, Routes.V1.Service.With(service), cancellationToken: cancellationToken);

    // No input is the same as an empty one, but not the same JSON.
    private static ScheduleContent Written(ScheduleContent schedule)
    {
        ArgumentNullException.ThrowIfNull(schedule);
        return schedule.Input.IsEmpty ? schedule with { Input = JsonData.EmptyObject } : schedule;
    }

    private static ServiceContent Written(ServiceContent service)
    {
        ArgumentNullException.ThrowIfNull(service);
        return service.Input.IsEmpty ? service with { Input = JsonData.EmptyObject } : service;
    }
}
