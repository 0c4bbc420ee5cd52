using LitePipeline.Core;
using LitePipeline.Core.Storage;

namespace LitePipeline.Hosting.Manager.Duties;

/// <summary>
/// Removes the oldest versions of applications and venvs, by number, age and bytes; the current ones stay, and do not count. Packages that a running
/// task needs stay until it has ended.
/// </summary>
internal sealed class VersionCleaner(IPipelineStore store, IPipelineManager manager, ManagerOptions options, TimeProvider time)
{
    public async Task CleanAsync(CancellationToken cancellationToken)
    {
        var packages = await VersionedPackage.ListAsync(store, manager, cancellationToken);
        if (options.HistoryMaxVersions is { } most)
        {
            foreach (var package in packages)
                foreach (var version in await package.BeyondAsync(most, cancellationToken)) await RemoveAsync(package, version, cancellationToken);
        }

        if (options.HistoryMaxVersionAge is not null || options.HistoryMaxVersionBytes is not null) await RemoveOldAsync(packages, cancellationToken);
    }

    private async Task RemoveOldAsync(IReadOnlyList<VersionedPackage> packages, CancellationToken cancellationToken)
    {
        var stored = new List<(VersionedPackage Of, StoredVersion Version)>();
        foreach (var package in packages) stored.AddRange((await package.BeyondAsync(0, cancellationToken)).Select(version => (package, version)));
        // The same content is stored once, however many versions have it.
        var uses = stored.GroupBy(one => one.Version.Package.Sha256, StringComparer.Ordinal).ToDictionary(same => same.Key, same => same.Count(), StringComparer.Ordinal);
        var bytes = stored.DistinctBy(one => one.Version.Package.Sha256).Sum(one => one.Version.Package.Size);
        foreach (var (package, version) in stored.OrderBy(one => one.Version.CreatedAt).ThenBy(one => one.Version.HistoryId))
        {
            if (!(version.CreatedAt < time.GetUtcNow() - options.HistoryMaxVersionAge) && !(bytes > options.HistoryMaxVersionBytes)) return;
            if (await RemoveAsync(package, version, cancellationToken) && --uses[version.Package.Sha256] == 0) bytes -= version.Package.Size;
        }
    }

    private static Task<bool> RemoveAsync(VersionedPackage package, StoredVersion version, CancellationToken cancellationToken) =>
        RunRemover.TryAsync(() => package.RemoveAsync(version, cancellationToken));
}
