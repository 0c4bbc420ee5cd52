using LitePipeline.AspNetCore.Api;
using LitePipeline.AspNetCore.Api.Payloads;
using LitePipeline.Core;
using LitePipeline.Core.Packages;
using LitePipeline.Core.Storage;
using LitePipeline.Core.Venvs;

namespace LitePipeline.AspNetCore.Client;

public sealed partial class HttpPipelineManager
{
    /// <inheritdoc/>
    public async Task<VenvId> CreateVenvAsync(CreateVenvRequest request, Stream package, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(request);
        ArgumentNullException.ThrowIfNull(package);
        using var form = PackageForm.Of(request.Name, request.Description, package, request.Format, request.Id?.Value);
        return new VenvId((await _exchange.AskAsync(HttpMethod.Post, Routes.V1.Venvs.All, form, ApiJsonContext.Default.CreatedPayload, cancellationToken)).Id);
    }

    /// <inheritdoc/>
    public async Task UpdateVenvAsync(VenvId venv, UpdatePackagedRequest request, Stream? package = null, PackageFormat format = PackageFormat.TarGz, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(request);
        using var form = PackageForm.Of(request.Name, request.Description, package, format);
        await _exchange.TellAsync(HttpMethod.Patch, Routes.V1.Venvs.One.With(venv), form, cancellationToken);
    }

    /// <inheritdoc/>
    public Task<Page<VenvRecord>> ListVenvsAsync(VenvQuery query, CancellationToken cancellationToken = default) => _exchange.ListAsync(
        Address.Of(Routes.V1.Venvs.All, query).With("name", query.Name).With("id", query.Id).ToString(),
        ApiJsonContext.Default.PagePayloadVenvRecord, cancellationToken);

    /// <inheritdoc/>
    public Task<VenvRecord> GetVenvAsync(VenvId venv, CancellationToken cancellationToken = default) =>
        _exchange.GetAsync(Routes.V1.Venvs.One.With(venv), ApiJsonContext.Default.VenvRecord, cancellationToken);

    /// <inheritdoc/>
    public async Task<PackageContent> OpenVenvPackageAsync(VenvId venv, string? sha1 = null, CancellationToken cancellationToken = default)
    {
        var package = (await GetVenvAsync(venv, cancellationToken)).Package;
        if (sha1 is not null && sha1 != package.Sha1)
        {
            var versions = await ListVenvVersionsAsync(new VenvVersionQuery { Venv = venv, Sha1 = sha1, Limit = 1 }, cancellationToken);
            if (versions.Items is [var version]) package = version.Package;
        }

        // What is said of it and what is sent are of one version, even where another becomes current in between.
        var address = new Address(Routes.V1.Venvs.Package.With(venv)).With("sha1", sha1 ?? package.Sha1).ToString();
        return new PackageContent(package, await _exchange.OpenAsync(address, cancellationToken));
    }

    /// <inheritdoc/>
    public Task<Page<VenvVersionRecord>> ListVenvVersionsAsync(VenvVersionQuery query, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(query);
        var route = query.Venv is { } venv ? Routes.V1.Venvs.VersionsOfOne.With(venv) : Routes.V1.Venvs.Versions;
        return _exchange.ListAsync(
            Address.Of(route, query).With("sha1", query.Sha1).With("sha256", query.Sha256).With("number", query.HistoryId).ToString(),
            ApiJsonContext.Default.PagePayloadVenvVersionRecord, cancellationToken);
    }

    /// <inheritdoc/>
    public Task<VenvVersionRecord> GetVenvVersionAsync(VenvId venv, long historyId, CancellationToken cancellationToken = default) =>
        _exchange.GetAsync(Routes.V1.Venvs.Version.With(venv, historyId), ApiJsonContext.Default.VenvVersionRecord, cancellationToken);

    /// <inheritdoc/>
    public Task ActivateVenvVersionAsync(VenvId venv, long historyId, CancellationToken cancellationToken = default) =>
        _exchange.TellAsync(HttpMethod.Post, Routes.V1.Venvs.Activate.With(venv, historyId), cancellationToken: cancellationToken);

    /// <inheritdoc/>
    public Task DeleteVenvVersionAsync(VenvId venv, long historyId, CancellationToken cancellationToken = default) =>
        _exchange.TellAsync(HttpMethod.Delete, Routes.V1.Venvs.Version.With(venv, historyId), cancellationToken: cancellationToken);

    /// <inheritdoc/>
    public Task DeleteVenvAsync(VenvId venv, CancellationToken cancellationToken = default) =>
        _exchange.TellAsync(HttpMethod.Delete, Routes.V1.Venvs.One.With(venv), cancellationToken: cancellationToken);
}
