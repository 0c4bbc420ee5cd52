using LitePipeline.Core;
using LitePipeline.Core.Manager;
using LitePipeline.Core.Services;
using LitePipeline.Core.Storage;

namespace LitePipeline.Hosting.Manager;

internal sealed partial class PipelineManager
{
    public async Task<ServiceId> CreateServiceAsync(ServiceContent service, ServiceId? id = null, CancellationToken cancellationToken = default)
    {
        var content = rules.Checked(service);
        var created = id ?? new ServiceId(Guid.CreateVersion7());
        if (id is null) await CreateAsync(cancellationToken);
        else await CreateOnceAsync(created.Value, "service", new ServiceQuery { Id = created, Limit = 1 }, there => Task.FromResult(IsChanged(there.CreatedAt, there.UpdatedAt) ? [] : Differences(
            ("name", there.Name != content.Name),
            ("description", there.Description != content.Description),
            ("application", there.Application != content.Application),
            ("input", Differ(there.Input, content.Input)),
            ("signal", there.Signal != content.Signal),
            ("state of being enabled", there.Enabled != content.Enabled))), () => CreateAsync(CancellationToken.None)).WaitAsync(cancellationToken);
        return created;

        async Task CreateAsync(CancellationToken token)
        {
            await inputs.CheckAsync(content.Application, content.Input, token);
            await queue.AskAsync(new ManagerInput.CreateService(created, content), token);
        }
    }

    public async Task UpdateServiceAsync(ServiceId service, ServiceContent content, CancellationToken cancellationToken = default)
    {
        var updated = rules.Checked(content);
        var found = await store.QueryAsync(new ServiceQuery { Id = service, Limit = 1 }, cancellationToken);
        // As with schedules.
        if (found.Items is not [var there] || (there.Application, there.Input) != (updated.Application, updated.Input) || updated.Enabled && !there.Enabled)
            await inputs.CheckAsync(updated.Application, updated.Input, cancellationToken);
        await queue.AskAsync(new ManagerInput.UpdateService(service, updated), cancellationToken);
    }

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
