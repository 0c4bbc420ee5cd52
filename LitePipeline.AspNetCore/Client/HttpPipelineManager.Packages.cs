using LitePipeline.AspNetCore.Api;
using LitePipeline.AspNetCore.Api.Payloads;
using LitePipeline.Core;
using LitePipeline.Core.Applications;
using LitePipeline.Core.Packages;
using LitePipeline.Core.Storage;

namespace LitePipeline.AspNetCore.Client;

public sealed partial class HttpPipelineManager
{
    /// <inheritdoc/>
    public async Task<AppId> CreateApplicationAsync(CreateApplicationRequest request, Stream package, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(request);
        ArgumentNullException.ThrowIfNull(package);
        using var form = PackageForm.Of(request.Name, request.Description, package, request.Format, request.Id?.Value);
        return new AppId((await _exchange.AskAsync(HttpMethod.Post, Routes.V1.Applications.All, form, ApiJsonContext.Default.CreatedPayload, cancellationToken)).Id);
    }

    /// <inheritdoc/>
    public async Task UpdateApplicationAsync(AppId application, UpdatePackagedRequest request, Stream? package = null, PackageFormat format = PackageFormat.TarGz, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(request);
        using var form = PackageForm.Of(request.Name, request.Description, package, format);
        await _exchange.TellAsync(HttpMethod.Patch, Routes.V1.Applications.One.With(application), form, cancellationToken);
    }

    /// <inheritdoc/>
    public Task<Page<ApplicationRecord>> ListApplicationsAsync(ApplicationQuery query, CancellationToken cancellationToken = default) => _exchange.ListAsync(
        Address.Of(Routes.V1.Applications.All, query).With("name", query.Name).With("id", query.Id).ToString(),
        ApiJsonContext.Default.PagePayloadApplicationRecord, cancellationToken);

    /// <inheritdoc/>
    public Task<ApplicationRecord> GetApplicationAsync(AppId application, CancellationToken cancellationToken = default) =>
        _exchange.GetAsync(Routes.V1.Applications.One.With(application), ApiJsonContext.Default.ApplicationRecord, cancellationToken);

    /// <inheritdoc/>
    public async Task<PackageContent> OpenPackageAsync(AppId application, string? sha1 = null, CancellationToken cancellationToken = default)
    {
        var package = (await GetApplicationAsync(application, cancellationToken)).Package;
        if (sha1 is not null && sha1 != package.Sha1)
        {
            var versions = await ListApplicationVersionsAsync(new ApplicationVersionQuery { Application = application, Sha1 = sha1, Limit = 1 }, cancellationToken);
            if (versions.Items is [var version]) package = version.Package;
        }

        // What is said of it and what is sent are of one version, even where another becomes current in between.
        var address = new Address(Routes.V1.Applications.Package.With(application)).With("sha1", sha1 ?? package.Sha1).ToString();
        return new PackageContent(package, await _exchange.OpenAsync(address, cancellationToken));
    }

    /// <inheritdoc/>
    public Task<Page<ApplicationVersionRecord>> ListApplicationVersionsAsync(ApplicationVersionQuery query, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(query);
        var route = query.Application is { } application ? Routes.V1.Applications.VersionsOfOne.With(application) : Routes.V1.Applications.Versions;
        return _exchange.ListAsync(
            Address.Of(route, query).With("sha1", query.Sha1).With("sha256", query.Sha256).With("number", query.HistoryId).ToString(),
            ApiJsonContext.Default.PagePayloadApplicationVersionRecord, cancellationToken);
    }

    /// <inheritdoc/>
    public Task<ApplicationVersionRecord> GetApplicationVersionAsync(AppId application, long historyId, CancellationToken cancellationToken = default) =>
        _exchange.GetAsync(Routes.V1.Applications.Version.With(application, historyId), ApiJsonContext.Default.ApplicationVersionRecord, cancellationToken);

    /// <inheritdoc/>
    public Task ActivateApplicationVersionAsync(AppId application, long historyId, CancellationToken cancellationToken = default) =>
        _exchange.TellAsync(HttpMethod.Post, Routes.V1.Applications.Activate.With(application, historyId), cancellationToken: cancellationToken);

    /// <inheritdoc/>
    public Task DeleteApplicationVersionAsync(AppId application, long historyId, CancellationToken cancellationToken = default) =>
        _exchange.TellAsync(HttpMethod.Delete, Routes.V1.Applications.Version.With(application, historyId), cancellationToken: cancellationToken);

    /// <inheritdoc/>
    public async Task<int> ClearCacheAsync(AppId application, CancellationToken cancellationToken = default) =>
        (await _exchange.AskAsync(HttpMethod.Delete, Routes.V1.ApplicationCache.With(application), null, ApiJsonContext.Default.ClearedCachePayload, cancellationToken)).Removed;

    /// <inheritdoc/>
    public Task DeleteApplicationAsync(AppId application, CancellationToken cancellationToken = default) =>
        _exchange.TellAsync(HttpMethod.Delete, Routes.V1.Applications.One.With(application), cancellationToken: cancellationToken);
}
