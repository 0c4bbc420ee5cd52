using System.Collections.Concurrent;
using LitePipeline.Core.Packages;

namespace LitePipeline.Storage.Packages;

/// <summary>Keeps packages in memory: for tests and throw-away use. They are gone with the object.</summary>
/// <param name="maxPackageBytes">The longest package that is taken; 256 MiB by default.</param>
public sealed class InMemoryPackageStore(int maxPackageBytes = 256 << 20) : IPackageStore
{
    private readonly ConcurrentDictionary<string, byte[]> _packages = new(StringComparer.Ordinal);

    internal int Count => _packages.Count;

    /// <inheritdoc/>
    public async Task<PackageReference> SaveAsync(Stream content, PackageFormat format, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(content);
        using var copy = new MemoryStream();
        var package = await PackageIntake.CopyAsync(content, copy, format, maxPackageBytes, nameof(maxPackageBytes), cancellationToken);
        _packages.TryAdd(package.Sha256, copy.ToArray());
        return package;
    }

    /// <inheritdoc/>
    public Task<Stream> OpenReadAsync(string sha256, CancellationToken cancellationToken) =>
        cancellationToken.IsCancellationRequested ? Task.FromCanceled<Stream>(cancellationToken)
        : _packages.TryGetValue(sha256, out var package) ? Task.FromResult<Stream>(new MemoryStream(package, writable: false))
        : Task.FromException<Stream>(FileSystemPackageStore.Missing(sha256));

    /// <inheritdoc/>
    public Task DeleteAsync(string sha256, CancellationToken cancellationToken)
    {
        if (cancellationToken.IsCancellationRequested) return Task.FromCanceled(cancellationToken);
        _packages.TryRemove(sha256, out _);
        return Task.CompletedTask;
    }

    /// <inheritdoc/>
    public IAsyncEnumerable<string> ListAsync(CancellationToken cancellationToken) => _packages.Keys.ToAsyncEnumerable();
}
