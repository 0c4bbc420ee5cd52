#pragma warning disable CA1822 // to go with the part that is not there yet
using LitePipeline.Core.Actions;
using LitePipeline.Core.Applications;
using LitePipeline.Core.Definitions;
using LitePipeline.Core.Events;
using LitePipeline.Core.Manager;
using LitePipeline.Core.Packages;
using LitePipeline.Core.Storage;
using LitePipeline.Core.Tasks;
using LitePipeline.Core;

namespace LitePipeline.Hosting.Manager;

internal sealed partial class PipelineManager
{
    public Task UpdateApplicationAsync(AppId application, UpdatePackagedRequest request, Stream? package = null, PackageFormat format = PackageFormat.TarGz, CancellationToken cancellationToken = default) => throw new NotImplementedException();

    public Task<Page<ApplicationVersionRecord>> ListApplicationVersionsAsync(ApplicationVersionQuery query, CancellationToken cancellationToken = default) => throw new NotImplementedException();

    public Task<ApplicationVersionRecord> GetApplicationVersionAsync(AppId application, long historyId, CancellationToken cancellationToken = default) => throw new NotImplementedException();

    public Task ActivateApplicationVersionAsync(AppId application, long historyId, CancellationToken cancellationToken = default) => throw new NotImplementedException();

    public Task DeleteApplicationVersionAsync(AppId application, long historyId, CancellationToken cancellationToken = default) => throw new NotImplementedException();
}
