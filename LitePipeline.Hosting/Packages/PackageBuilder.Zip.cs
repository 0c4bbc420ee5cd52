using System.IO.Compression;
using System.Text;
using LitePipeline.Core.Packages;

namespace LitePipeline.Hosting.Packages;

public static partial class PackageBuilder
{
    private const int ZipFile = 0x8000, ZipFolder = 0x4000, ZipLink = 0xA000;

    // The earliest time that a zip file can tell.
    private static readonly DateTimeOffset ZipEpoch = new(1980, 1, 1, 0, 0, 0, TimeSpan.Zero);

    /// <summary>Packs a folder as tar.gz or zip; it becomes the package's top folder under its own name. Links are packed as links.</summary>
    /// <exception cref="DirectoryNotFoundException">There is no such folder.</exception>
    public static Task PackFolderAsync(string folder, PackageFormat format, Stream destination, CancellationToken cancellationToken = default) =>
        format == PackageFormat.Zip ? ZipFolderAsync(folder, destination, cancellationToken) : PackFolderAsync(folder, destination, cancellationToken);

    private static async Task ZipFolderAsync(string folder, Stream destination, CancellationToken cancellationToken)
    {
        var root = Root(folder);
        await using var zip = await ZipArchive.CreateAsync(destination, ZipArchiveMode.Create, leaveOpen: true, Encoding.UTF8, cancellationToken);
        Entry(zip, TopFolder(root) + "/", ZipFolder, FolderMode);
        await ZipAsync(zip, root, TopFolder(root), cancellationToken);
    }

    private static async Task ZipAsync(ZipArchive zip, DirectoryInfo folder, string name, CancellationToken cancellationToken)
    {
        foreach (var item in folder.EnumerateFileSystemInfos().OrderBy(item => item.Name, StringComparer.Ordinal))
        {
            var path = $"{name}/{item.Name}";
            if (item.LinkTarget is { } target)
            {
                await using var content = await Entry(zip, path, ZipLink, FolderMode).OpenAsync(cancellationToken);
                await content.WriteAsync(Encoding.UTF8.GetBytes(target), cancellationToken);
            }
            else if (item is DirectoryInfo inner)
            {
                Entry(zip, path + "/", ZipFolder, FolderMode);
                await ZipAsync(zip, inner, path, cancellationToken);
            }
            else if (IsPacked(item))
            {
                await using var file = PackedFile.Open(item.FullName);
                await using var content = await Entry(zip, path, ZipFile, ModeOf(item)).OpenAsync(cancellationToken);
                await file.CopyToAsync(content, cancellationToken);
            }
        }
    }

    private static ZipArchiveEntry Entry(ZipArchive zip, string path, int type, UnixFileMode mode)
    {
        var entry = zip.CreateEntry(path);
        entry.LastWriteTime = ZipEpoch;
        entry.ExternalAttributes = (type | (int)mode) << 16;
        return entry;
    }
}
