using LitePipeline.Core;
using LitePipeline.Core.Manager;
using LitePipeline.Core.Services;
using LitePipeline.Core.Storage;

namespace LitePipeline.Hosting.Manager;

internal sealed partial class PipelineManager
{
    public async Task<ServiceId> CreateServiceAsync(ServiceContent service, CancellationToken cancellationToken = default)
    {
        var content = rules.Checked(service);
        var id = new ServiceId(Guid.CreateVersion7());
        await queue.AskAsync(new ManagerInput.CreateService(id, content), cancellationToken);
        return id;
    }

    public async Task UpdateServiceAsync(ServiceId service, ServiceContent content, CancellationToken cancellationToken = default) =>
        await queue.AskAsync(new ManagerInput.UpdateService(service, rules.Checked(content)), cancellationToken);

    public Task<Page<ServiceRecord>> ListServicesAsync(ServiceQuery query, CancellationToken cancellationToken = default) =>
        store.QueryAsync(RequestRules.Checked(query), cancellationToken);

    public async Task<ServiceRecord> GetServiceAsync(ServiceId service, CancellationToken cancellationToken = default)
    {
        var found = await store.QueryAsync(new ServiceQuery { Id = service, Limit = 1 }, cancellationToken);
        return found.Items.Count == 1 ? found.Items[0] : throw Refused(ErrorCode.ServiceNotExists, $"There is no service {service}; list the services to find the right id.", "service_id");
    }

    public async Task DeleteServiceAsync(ServiceId service, CancellationToken cancellationToken = default) =>
        await queue.AskAsync(new ManagerInput.DeleteService(service), cancellationToken);
}
