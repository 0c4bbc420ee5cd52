using System.Formats.Tar;
using ICSharpCode.SharpZipLib.GZip;
using LitePipeline.Core.Actions;
using LitePipeline.Core.Definitions;
using LitePipeline.Hosting.Logs;

namespace LitePipeline.Hosting.Packages;

/// <summary>Packs applications, venvs and workspaces. The same content gives the same bytes: entries are sorted and carry no times or owners.</summary>
public static partial class PackageBuilder
{
    private const UnixFileMode FolderMode = (UnixFileMode)0b111_101_101;
    private const UnixFileMode FileMode = (UnixFileMode)0b110_100_100;

    /// <summary>Packs a folder, which becomes the package's top folder under its own name. Links are packed as links.</summary>
    /// <exception cref="DirectoryNotFoundException">There is no such folder.</exception>
    public static Task PackFolderAsync(string folder, Stream destination, CancellationToken cancellationToken = default) =>
        PackFolderAsync(folder, topFolder: null, destination, cancellationToken);

    /// <summary>Packs a folder under the name <paramref name="topFolder"/>; null for its own name.</summary>
    /// <exception cref="DirectoryNotFoundException">There is no such folder.</exception>
    public static Task PackFolderAsync(string folder, string? topFolder, Stream destination, CancellationToken cancellationToken = default) =>
        PackFolderAsync(folder, topFolder, PackedFile.Open, destination, cancellationToken);

    /// <summary>Packs an action's workspace; its log is packed without the holes that keep it short on the disk.</summary>
    internal static Task PackWorkspaceAsync(string workspace, Stream destination, CancellationToken cancellationToken)
    {
        var log = WorkspaceContract.LogOf(workspace);
        return PackFolderAsync(workspace, topFolder: null, path => path == log ? PackedLog.Open(path) : PackedFile.Open(path), destination, cancellationToken);
    }

    private static async Task PackFolderAsync(string folder, string? topFolder, Func<string, Stream> open, Stream destination, CancellationToken cancellationToken)
    {
        var root = Root(folder);
        await using var zipped = Zip(destination);
        await using var tar = new TarWriter(zipped, TarEntryFormat.Gnu, leaveOpen: true);
        var top = topFolder ?? TopFolder(root);
        await tar.WriteEntryAsync(Folder(top), cancellationToken);
        await PackAsync(tar, root, top, open, cancellationToken);
    }

    /// <summary>Packs an application that has no files: its actions are C# handlers, or commands that the nodes have.</summary>
    /// <param name="application">The application.</param>
    /// <param name="name">The top folder's name.</param>
    /// <param name="destination">Takes the package.</param>
    /// <param name="cancellationToken">Ends the packing.</param>
    public static async Task PackDefinitionAsync(
        ApplicationDefinition application, string name, Stream destination, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(application);
        ArgumentException.ThrowIfNullOrWhiteSpace(name);
        await using var zipped = Zip(destination);
        await using var tar = new TarWriter(zipped, TarEntryFormat.Gnu, leaveOpen: true);
        await tar.WriteEntryAsync(Folder(name), cancellationToken);
        using var content = new MemoryStream(ConfigurationWriter.Write(application));
        await tar.WriteEntryAsync(Plain(new GnuTarEntry(TarEntryType.RegularFile, $"{name}/{PackageArchive.ConfigurationFile}") { DataStream = content }, FileMode), cancellationToken);
    }

    private static async Task PackAsync(TarWriter tar, DirectoryInfo folder, string name, Func<string, Stream> open, CancellationToken cancellationToken)
    {
        foreach (var item in folder.EnumerateFileSystemInfos().OrderBy(item => item.Name, StringComparer.Ordinal))
        {
            var path = $"{name}/{item.Name}";
            if (item.LinkTarget is { } target)
                await tar.WriteEntryAsync(Plain(new GnuTarEntry(TarEntryType.SymbolicLink, path) { LinkName = target }, FolderMode), cancellationToken);
            else if (item is DirectoryInfo inner)
            {
                await tar.WriteEntryAsync(Folder(path), cancellationToken);
                await PackAsync(tar, inner, path, open, cancellationToken);
            }
            else if (IsPacked(item))
                await PackFileAsync(tar, item, path, open, cancellationToken);
        }
    }

    private static async Task PackFileAsync(TarWriter tar, FileSystemInfo item, string path, Func<string, Stream> open, CancellationToken cancellationToken)
    {
        // A file may grow or shrink while it is packed, as a running action's log does: its length is settled once.
        await using var content = open(item.FullName);
        await tar.WriteEntryAsync(Plain(new GnuTarEntry(TarEntryType.RegularFile, path) { DataStream = content }, ModeOf(item)), cancellationToken);
    }

    private static DirectoryInfo Root(string folder)
    {
        var root = new DirectoryInfo(Path.TrimEndingDirectorySeparator(Path.GetFullPath(folder)));
        return root.Exists ? root : throw new DirectoryNotFoundException($"There is no folder '{root.FullName}'.");
    }

    private static string TopFolder(DirectoryInfo root) => root.Name.Length > 0 && root.Parent is not null ? root.Name : "application";

    private static bool IsPacked(FileSystemInfo item) =>
        (item.Attributes & (FileAttributes.Device | FileAttributes.ReparsePoint)) == 0 && PackedFile.IsRegular(item.FullName);

    private static UnixFileMode ModeOf(FileSystemInfo item) =>
        OperatingSystem.IsWindows() ? FileMode : item.UnixFileMode & (UnixFileMode)0b111_111_111;

    private static GZipOutputStream Zip(Stream destination) =>
        new(destination) { IsStreamOwner = false, ModifiedTime = DateTime.UnixEpoch };

    private static GnuTarEntry Folder(string path) => Plain(new GnuTarEntry(TarEntryType.Directory, path + "/"), FolderMode);

    // Not Pax: its headers carry the number of the process that writes them, so each process would write other bytes.
    private static GnuTarEntry Plain(GnuTarEntry entry, UnixFileMode mode)
    {
        entry.ModificationTime = DateTimeOffset.UnixEpoch;
        entry.AccessTime = entry.ChangeTime = default;
        entry.Mode = mode;
        return entry;
    }
}
