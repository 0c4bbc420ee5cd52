using System.Runtime.CompilerServices;
using LitePipeline.Core.Packages;

namespace LitePipeline.Storage.Packages;

/// <summary>Keeps packages as files in a folder, named by their content.</summary>
/// <remarks>A package appears under its name only when it is whole and on the disk. What a crash left half-written is removed by the next start.</remarks>
public sealed class FileSystemPackageStore : IPackageStore
{
    private const string LimitOption = $"{PackageFolderOptions.Section}:{nameof(PackageFolderOptions.MaxPackageBytes)}";

    private readonly PackageFolder _folder;
    private readonly long _limit;

    /// <summary>Opens the folder, creates it where it is missing, and clears it of half-written files.</summary>
    /// <exception cref="IOException">The folder cannot be created or written.</exception>
    /// <exception cref="UnauthorizedAccessException">The folder may not be created or written.</exception>
    public FileSystemPackageStore(PackageFolderOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);
        ArgumentException.ThrowIfNullOrEmpty(options.Path);
        _folder = new PackageFolder(options.Path);
        _limit = options.MaxPackageBytes;
        _folder.RemoveHalfWritten();
    }

    /// <inheritdoc/>
    public async Task<PackageReference> SaveAsync(Stream content, PackageFormat format, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(content);
        var incoming = _folder.NewIncoming();
        await using var closed = incoming;
        try
        {
            var package = await PackageIntake.CopyAsync(content, incoming, format, _limit, LimitOption, cancellationToken);
            var target = _folder.FileOf(package.Sha256)!;
            // Also where it is there already: renaming over the same content changes nothing for its readers, and only
            // so is it sure that the earlier saver got as far as the disk.
            await Task.Run(() => DurableFile.Publish(incoming, target), cancellationToken);
            return package;
        }
        catch
        {
            File.Delete(incoming.Name);
            throw;
        }
    }

    /// <inheritdoc/>
    public Task<Stream> OpenReadAsync(string sha256, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(sha256);
        if (cancellationToken.IsCancellationRequested) return Task.FromCanceled<Stream>(cancellationToken);
        try
        {
            return Task.FromResult<Stream>(new FileStream(_folder.FileOf(sha256) ?? throw Missing(sha256), new FileStreamOptions
            {
                Mode = FileMode.Open,
                Access = FileAccess.Read,
                Share = FileShare.Read | FileShare.Delete,
                Options = FileOptions.Asynchronous | FileOptions.SequentialScan,
            }));
        }
        catch (Exception missing) when (missing is FileNotFoundException or DirectoryNotFoundException)
        {
            return Task.FromException<Stream>(Missing(sha256));
        }
    }

    /// <inheritdoc/>
    public Task DeleteAsync(string sha256, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(sha256);
        if (cancellationToken.IsCancellationRequested) return Task.FromCanceled(cancellationToken);
        try
        {
            if (_folder.FileOf(sha256) is { } file) File.Delete(file);
        }
        catch (DirectoryNotFoundException)
        {
            // It is not there.
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            return Task.FromException(failure);
        }

        return Task.CompletedTask;
    }

    /// <inheritdoc/>
    public async IAsyncEnumerable<string> ListAsync([EnumeratorCancellation] CancellationToken cancellationToken)
    {
        foreach (var sha256 in await Task.Run(() => _folder.List(cancellationToken), cancellationToken)) yield return sha256;
    }

    internal static FileNotFoundException Missing(string sha256) => new($"The store has no package {sha256}.");
}
