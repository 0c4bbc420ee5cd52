using LitePipeline.Core;
using LitePipeline.Core.Manager;
using LitePipeline.Core.Packages;
using LitePipeline.Core.Storage;
using LitePipeline.Core.Venvs;

namespace LitePipeline.Hosting.Manager;

internal sealed partial class PipelineManager
{
    public async Task<VenvId> CreateVenvAsync(CreateVenvRequest request, Stream package, CancellationToken cancellationToken = default)
    {
        RequestRules.CheckName(request.Name, "name");
        var id = request.Id ?? new VenvId(Guid.CreateVersion7());
        if (request.Id is null) await CreateAsync();
        // The package is the caller's stream: nobody may read it when they have given up.
        else await CreateOnceAsync(id.Value, "venv", new VenvQuery { Id = id, Limit = 1 }, async venv => Differences(
            ("package", !await HasVersionAsync(id, await Sha256Async(package, cancellationToken))),
            ("name", venv.Name != request.Name && !IsChanged(venv.CreatedAt, venv.UpdatedAt)),
            ("description", venv.Description != request.Description && !IsChanged(venv.CreatedAt, venv.UpdatedAt))), CreateAsync);
        return id;

        Task CreateAsync() => UploadVenvAsync(
            package, request.Format, saved => new ManagerInput.CreateVenv(id, request.Name, request.Description, saved), cancellationToken);
    }

    private async Task<bool> HasVersionAsync(VenvId venv, string sha256) =>
        (await store.QueryAsync(new VenvVersionQuery { Venv = venv, Sha256 = sha256, Limit = 1 }, CancellationToken.None)).Items.Count == 1;

    public async Task UpdateVenvAsync(
        VenvId venv, UpdatePackagedRequest request, Stream? package = null, PackageFormat format = PackageFormat.TarGz, CancellationToken cancellationToken = default)
    {
        if (request.Name is { } name) RequestRules.CheckName(name, "name");
        await GetVenvAsync(venv, cancellationToken);
        if (package is null) await queue.AskAsync(new ManagerInput.UpdateVenv(venv, request.Name, request.Description, null), cancellationToken);
        else await UploadVenvAsync(package, format, saved => new ManagerInput.UpdateVenv(venv, request.Name, request.Description, saved), cancellationToken);
    }

    public Task<Page<VenvRecord>> ListVenvsAsync(VenvQuery query, CancellationToken cancellationToken = default) =>
        store.QueryAsync(RequestRules.Checked(query), cancellationToken);

    public async Task<VenvRecord> GetVenvAsync(VenvId venv, CancellationToken cancellationToken = default)
    {
        var found = await store.QueryAsync(new VenvQuery { Id = venv, Limit = 1 }, cancellationToken);
        return found.Items.Count == 1 ? found.Items[0] : throw Refused(ErrorCode.VenvNotExists, $"There is no venv {venv}; list the venvs to find the right id.", "venv_id");
    }

    public async Task<PackageContent> OpenVenvPackageAsync(VenvId venv, string? sha1 = null, CancellationToken cancellationToken = default)
    {
        var package = (await GetVenvAsync(venv, cancellationToken)).Package;
        if (sha1 is not null && sha1 != package.Sha1)
        {
            var versions = await store.QueryAsync(new VenvVersionQuery { Venv = venv, Sha1 = sha1, Limit = 1 }, cancellationToken);
            package = versions.Items.Count == 1
                ? versions.Items[0].Package
                : throw Refused(ErrorCode.VenvHistoryNotExists, $"The venv {venv} has no version {sha1}; list its history to find the right one.", "sha1");
        }

        return new PackageContent(package, await packages.OpenReadAsync(package.Sha256, cancellationToken));
    }

    public async Task<Page<VenvVersionRecord>> ListVenvVersionsAsync(VenvVersionQuery query, CancellationToken cancellationToken = default)
    {
        if (query.Venv is { } venv) await GetVenvAsync(venv, cancellationToken);
        return await store.QueryAsync(RequestRules.Checked(query), cancellationToken);
    }

    public async Task<VenvVersionRecord> GetVenvVersionAsync(VenvId venv, long historyId, CancellationToken cancellationToken = default)
    {
        var found = await ListVenvVersionsAsync(new VenvVersionQuery { Venv = venv, HistoryId = historyId, Limit = 1 }, cancellationToken);
        return found.Items.Count == 1
            ? found.Items[0]
            : throw Refused(ErrorCode.VenvHistoryNotExists, $"The venv {venv} has no version with the number {historyId}; list its history to find the right one.", "history_id");
    }

    public Task ActivateVenvVersionAsync(VenvId venv, long historyId, CancellationToken cancellationToken = default) =>
        queue.AskAsync(new ManagerInput.ActivateVenvVersion(venv, historyId), cancellationToken);

    public Task DeleteVenvVersionAsync(VenvId venv, long historyId, CancellationToken cancellationToken = default) =>
        queue.AskAsync(new ManagerInput.DeleteVenvVersion(venv, historyId), cancellationToken);

    public Task DeleteVenvAsync(VenvId venv, CancellationToken cancellationToken = default) =>
        queue.AskAsync(new ManagerInput.DeleteVenv(venv), cancellationToken);
}
