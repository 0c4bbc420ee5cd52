namespace LitePipeline.Core.Packages;

/// <summary>Keeps packages by content. A package is either whole or absent; saving one that is there already changes nothing.</summary>
/// <remarks>Safe for use by many threads. What <see cref="SaveAsync"/> returned survives a crash of the machine.</remarks>
public interface IPackageStore
{
    /// <summary>Reads <paramref name="content"/> to its end and keeps it.</summary>
    /// <exception cref="PackageInvalidException">It is longer than the store takes.</exception>
    Task<PackageReference> SaveAsync(Stream content, PackageFormat format, CancellationToken cancellationToken);

    /// <summary>Opens a package for reading from its beginning.</summary>
    /// <exception cref="FileNotFoundException">The store does not have it.</exception>
    Task<Stream> OpenReadAsync(string sha256, CancellationToken cancellationToken);

    /// <summary>Forgets a package; nothing happens where it is not there.</summary>
    Task DeleteAsync(string sha256, CancellationToken cancellationToken);

    /// <summary>The SHA-256 of each whole package that is kept, in no order; of those that are saved or deleted meanwhile, some.</summary>
    IAsyncEnumerable<string> ListAsync(CancellationToken cancellationToken);
}
