#pragma warning disable CA1822 // to go with the part that is not there yet
using LitePipeline.Core.Schedules;
using LitePipeline.Core.Services;
using LitePipeline.Core.Storage;
using LitePipeline.Core;

namespace LitePipeline.Hosting.Manager;

internal sealed partial class PipelineManager
{
    public Task<ScheduleId> CreateScheduleAsync(ScheduleContent schedule, CancellationToken cancellationToken = default) => throw new NotImplementedException();

    public Task UpdateScheduleAsync(ScheduleId schedule, ScheduleContent content, CancellationToken cancellationToken = default) => throw new NotImplementedException();

    public Task<Page<ScheduleRecord>> ListSchedulesAsync(ScheduleQuery query, CancellationToken cancellationToken = default) => throw new NotImplementedException();

    public Task<ScheduleDetails> GetScheduleAsync(ScheduleId schedule, CancellationToken cancellationToken = default) => throw new NotImplementedException();

    public Task DeleteScheduleAsync(ScheduleId schedule, CancellationToken cancellationToken = default) => throw new NotImplementedException();

    public Task<ServiceId> CreateServiceAsync(ServiceContent service, CancellationToken cancellationToken = default) => throw new NotImplementedException();

    public Task UpdateServiceAsync(ServiceId service, ServiceContent content, CancellationToken cancellationToken = default) => throw new NotImplementedException();

    public Task<Page<ServiceRecord>> ListServicesAsync(ServiceQuery query, CancellationToken cancellationToken = default) => throw new NotImplementedException();

    public Task<ServiceRecord> GetServiceAsync(ServiceId service, CancellationToken cancellationToken = default) => throw new NotImplementedException();

    public Task DeleteServiceAsync(ServiceId service, CancellationToken cancellationToken = default) => throw new NotImplementedException();
}
