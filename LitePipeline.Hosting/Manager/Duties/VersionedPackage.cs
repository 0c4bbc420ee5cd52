using LitePipeline.Core;
using LitePipeline.Core.Applications;
using LitePipeline.Core.Packages;
using LitePipeline.Core.Storage;
using LitePipeline.Core.Venvs;

namespace LitePipeline.Hosting.Manager.Duties;

/// <summary>What has versions, an application or a venv, as the cleaner sees it.</summary>
/// <param name="current">The SHA-1 of the version that is current.</param>
internal abstract class VersionedPackage(string current)
{
    /// <summary>All there are.</summary>
    public static async Task<IReadOnlyList<VersionedPackage>> ListAsync(IPipelineStore store, IPipelineManager manager, CancellationToken cancellationToken) =>
    [
        .. (await store.QueryAsync(new ApplicationQuery(), cancellationToken)).Items.Select(application => new OfApplication(application, store, manager)),
        .. (await store.QueryAsync(new VenvQuery(), cancellationToken)).Items.Select(venv => new OfVenv(venv, store, manager)),
    ];

    /// <summary>The versions beyond so many of the newest ones, newest first, without the current one, which does not count.</summary>
    public async Task<IReadOnlyList<StoredVersion>> BeyondAsync(int kept, CancellationToken cancellationToken)
    {
        var older = await VersionsAsync(kept, null, cancellationToken);
        if (older.Count == 0) return [];
        // The same content may have been uploaded more than once: where those before are current, as many more are kept.
        var later = older.Count(IsCurrent);
        var before = kept == 0 ? 0 : (await VersionsAsync(0, current, cancellationToken)).Count - later;
        return [.. older.Where(version => !IsCurrent(version)).Skip(before)];
    }

    public abstract Task RemoveAsync(StoredVersion version, CancellationToken cancellationToken);

    protected abstract Task<IReadOnlyList<StoredVersion>> VersionsAsync(int offset, string? sha1, CancellationToken cancellationToken);

    private bool IsCurrent(StoredVersion version) => version.Package.Sha1 == current;

    private sealed class OfApplication(ApplicationRecord application, IPipelineStore store, IPipelineManager manager) : VersionedPackage(application.Package.Sha1)
    {
        public override Task RemoveAsync(StoredVersion version, CancellationToken cancellationToken) =>
            manager.DeleteApplicationVersionAsync(application.Id, version.HistoryId, cancellationToken);

        protected override async Task<IReadOnlyList<StoredVersion>> VersionsAsync(int offset, string? sha1, CancellationToken cancellationToken) =>
            [.. (await store.QueryAsync(new ApplicationVersionQuery { Application = application.Id, Sha1 = sha1, Offset = offset }, cancellationToken)).Items
                .Select(version => new StoredVersion(version.HistoryId, version.CreatedAt, version.Package))];
    }

    private sealed class OfVenv(VenvRecord venv, IPipelineStore store, IPipelineManager manager) : VersionedPackage(venv.Package.Sha1)
    {
        public override Task RemoveAsync(StoredVersion version, CancellationToken cancellationToken) =>
            manager.DeleteVenvVersionAsync(venv.Id, version.HistoryId, cancellationToken);

        protected override async Task<IReadOnlyList<StoredVersion>> VersionsAsync(int offset, string? sha1, CancellationToken cancellationToken) =>
            [.. (await store.QueryAsync(new VenvVersionQuery { Venv = venv.Id, Sha1 = sha1, Offset = offset }, cancellationToken)).Items
                .Select(version => new StoredVersion(version.HistoryId, version.CreatedAt, version.Package))];
    }
}

/// <summary>A version with what it takes.</summary>
internal sealed record StoredVersion(long HistoryId, DateTimeOffset CreatedAt, PackageReference Package);
