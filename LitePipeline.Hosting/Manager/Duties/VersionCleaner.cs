using LitePipeline.Core;
using LitePipeline.Core.Storage;

namespace LitePipeline.Hosting.Manager.Duties;

/// <summary>Removes the oldest versions of applications and venvs beyond so many. Packages that a running task needs stay until it has ended.</summary>
internal sealed class VersionCleaner(IPipelineStore store, IPipelineManager manager, int kept)
{
    public async Task CleanAsync(CancellationToken cancellationToken)
    {
        foreach (var application in (await store.QueryAsync(new ApplicationQuery(), cancellationToken)).Items)
        {
            var versions = await store.QueryAsync(new ApplicationVersionQuery { Application = application.Id }, cancellationToken);
            foreach (var version in versions.Items.Where(version => version.Package.Sha1 != application.Package.Sha1).Skip(kept))
                await HistoryCleaner.TryAsync(() => manager.DeleteApplicationVersionAsync(application.Id, version.HistoryId, cancellationToken));
        }

        foreach (var venv in (await store.QueryAsync(new VenvQuery(), cancellationToken)).Items)
        {
            var versions = await store.QueryAsync(new VenvVersionQuery { Venv = venv.Id }, cancellationToken);
            foreach (var version in versions.Items.Where(version => version.Package.Sha1 != venv.Package.Sha1).Skip(kept))
                await HistoryCleaner.TryAsync(() => manager.DeleteVenvVersionAsync(venv.Id, version.HistoryId, cancellationToken));
        }
    }
}
