using LitePipeline.Core;
using LitePipeline.Core.Applications;
using LitePipeline.Core.Manager;
using LitePipeline.Core.Packages;
using LitePipeline.Core.Storage;

namespace LitePipeline.Hosting.Manager;

internal sealed partial class PipelineManager
{
    public async Task<AppId> CreateApplicationAsync(CreateApplicationRequest request, Stream package, CancellationToken cancellationToken = default)
    {
        RequestRules.CheckName(request.Name, "name");
        var id = request.Id ?? new AppId(Guid.CreateVersion7());
        if (request.Id is null) await CreateAsync();
        // The package is the caller's stream: nobody may read it when they have given up.
        else await CreateOnceAsync(id.Value, "application", new ApplicationQuery { Id = id, Limit = 1 }, async application => Differences(
            ("package", !await HasVersionAsync(id, await Sha256Async(package, cancellationToken))),
            ("name", application.Name != request.Name && !IsChanged(application.CreatedAt, application.UpdatedAt)),
            ("description", application.Description != request.Description && !IsChanged(application.CreatedAt, application.UpdatedAt))), CreateAsync);
        return id;

        Task CreateAsync() => UploadApplicationAsync(
            package, request.Format, upload => new ManagerInput.CreateApplication(id, request.Name, request.Description, upload.Package, upload.Configuration, upload.Definition), cancellationToken);
    }

    private async Task<bool> HasVersionAsync(AppId application, string sha256) =>
        (await store.QueryAsync(new ApplicationVersionQuery { Application = application, Sha256 = sha256, Limit = 1 }, CancellationToken.None)).Items.Count == 1;

    public async Task UpdateApplicationAsync(
        AppId application, UpdatePackagedRequest request, Stream? package = null, PackageFormat format = PackageFormat.TarGz, CancellationToken cancellationToken = default)
    {
        if (request.Name is { } name) RequestRules.CheckName(name, "name");
        await GetApplicationAsync(application, cancellationToken);
        if (package is null) await queue.AskAsync(new ManagerInput.UpdateApplication(application, request.Name, request.Description, null), cancellationToken);
        else await UploadApplicationAsync(package, format, upload => new ManagerInput.UpdateApplication(application, request.Name, request.Description, upload), cancellationToken);
    }

    public Task<Page<ApplicationRecord>> ListApplicationsAsync(ApplicationQuery query, CancellationToken cancellationToken = default) =>
        store.QueryAsync(RequestRules.Checked(query), cancellationToken);

    public async Task<ApplicationRecord> GetApplicationAsync(AppId application, CancellationToken cancellationToken = default)
    {
        var found = await store.QueryAsync(new ApplicationQuery { Id = application, Limit = 1 }, cancellationToken);
        return found.Items.Count == 1 ? found.Items[0] : throw Refused(ErrorCode.AppNotExists, $"There is no application {application}; list the applications to find the right id.", "app_id");
    }

    public async Task<PackageContent> OpenPackageAsync(AppId application, string? sha1 = null, CancellationToken cancellationToken = default)
    {
        var package = (await GetApplicationAsync(application, cancellationToken)).Package;
        if (sha1 is not null && sha1 != package.Sha1)
        {
            var versions = await store.QueryAsync(new ApplicationVersionQuery { Application = application, Sha1 = sha1, Limit = 1 }, cancellationToken);
            package = versions.Items.Count == 1
                ? versions.Items[0].Package
                : throw Refused(ErrorCode.AppHistoryNotExists, $"The application {application} has no version {sha1}; list its history to find the right one.", "sha1");
        }

        return new PackageContent(package, await packages.OpenReadAsync(package.Sha256, cancellationToken));
    }

    public async Task<Page<ApplicationVersionRecord>> ListApplicationVersionsAsync(ApplicationVersionQuery query, CancellationToken cancellationToken = default)
    {
        if (query.Application is { } application) await GetApplicationAsync(application, cancellationToken);
        return await store.QueryAsync(RequestRules.Checked(query), cancellationToken);
    }

    public async Task<ApplicationVersionRecord> GetApplicationVersionAsync(AppId application, long historyId, CancellationToken cancellationToken = default)
    {
        var found = await ListApplicationVersionsAsync(new ApplicationVersionQuery { Application = application, HistoryId = historyId, Limit = 1 }, cancellationToken);
        return found.Items.Count == 1
            ? found.Items[0]
            : throw Refused(ErrorCode.AppHistoryNotExists, $"The application {application} has no version with the number {historyId}; list its history to find the right one.", "history_id");
    }

    public Task ActivateApplicationVersionAsync(AppId application, long historyId, CancellationToken cancellationToken = default) =>
        queue.AskAsync(new ManagerInput.ActivateApplicationVersion(application, historyId), cancellationToken);

    public Task DeleteApplicationVersionAsync(AppId application, long historyId, CancellationToken cancellationToken = default) =>
        queue.AskAsync(new ManagerInput.DeleteApplicationVersion(application, historyId), cancellationToken);

    public async Task<int> ClearCacheAsync(AppId application, CancellationToken cancellationToken = default) =>
        (int)(await queue.AskAsync(new ManagerInput.ClearCache(application), cancellationToken))!;

    public Task DeleteApplicationAsync(AppId application, CancellationToken cancellationToken = default) =>
        queue.AskAsync(new ManagerInput.DeleteApplication(application), cancellationToken);
}
