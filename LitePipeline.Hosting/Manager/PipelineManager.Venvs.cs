#pragma warning disable CA1822 // to go with the part that is not there yet
using LitePipeline.Core.Packages;
using LitePipeline.Core.Storage;
using LitePipeline.Core.Venvs;
using LitePipeline.Core;

namespace LitePipeline.Hosting.Manager;

internal sealed partial class PipelineManager
{
    public Task<VenvId> CreateVenvAsync(CreateVenvRequest request, Stream package, CancellationToken cancellationToken = default) => throw new NotImplementedException();

    public Task UpdateVenvAsync(VenvId venv, UpdatePackagedRequest request, Stream? package = null, PackageFormat format = PackageFormat.TarGz, CancellationToken cancellationToken = default) => throw new NotImplementedException();

    public Task<Page<VenvRecord>> ListVenvsAsync(VenvQuery query, CancellationToken cancellationToken = default) => throw new NotImplementedException();

    public Task<VenvRecord> GetVenvAsync(VenvId venv, CancellationToken cancellationToken = default) => throw new NotImplementedException();

    public Task<PackageContent> OpenVenvPackageAsync(VenvId venv, string? sha1 = null, CancellationToken cancellationToken = default) => throw new NotImplementedException();

    public Task<Page<VenvVersionRecord>> ListVenvVersionsAsync(VenvVersionQuery query, CancellationToken cancellationToken = default) => throw new NotImplementedException();

    public Task<VenvVersionRecord> GetVenvVersionAsync(VenvId venv, long historyId, CancellationToken cancellationToken = default) => throw new NotImplementedException();

    public Task ActivateVenvVersionAsync(VenvId venv, long historyId, CancellationToken cancellationToken = default) => throw new NotImplementedException();

    public Task DeleteVenvVersionAsync(VenvId venv, long historyId, CancellationToken cancellationToken = default) => throw new NotImplementedException();

    public Task DeleteVenvAsync(VenvId venv, CancellationToken cancellationToken = default) => throw new NotImplementedException();
}
