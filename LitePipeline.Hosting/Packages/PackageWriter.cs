namespace LitePipeline.Hosting.Packages;

/// <summary>Writes a package's checked entries into a folder that nobody else knows yet.</summary>
/// <param name="root">The folder; made here.</param>
/// <param name="tree">Where entries may lie.</param>
/// <param name="copies">What hard links take, as each becomes a copy.</param>
internal sealed class PackageWriter(string root, PackageTree tree, PackageBudget copies)
{
    // Not every file system takes any year.
    private static readonly DateTimeOffset Latest = new(2100, 1, 1, 0, 0, 0, TimeSpan.Zero);

    // Links are made last: while files are written there is none that a path could lead through.
    private readonly List<(string Path, string Target)> _links = [];

    public void Write(ArchiveEntry entry, string path)
    {
        var target = Path.Combine(root, path);
        switch (entry.Kind)
        {
            case ArchiveEntryKind.Folder:
                Directory.CreateDirectory(target);
                break;
            case ArchiveEntryKind.SymbolicLink:
                _links.Add((target, entry.Target));
                break;
            case ArchiveEntryKind.HardLink:
                CopyTo(Path.Combine(root, tree.HardLinkTarget(entry)), target);
                break;
            default:
                WriteFile(entry, target);
                break;
        }
    }

    public void MakeLinks()
    {
        foreach (var (path, target) in _links)
        {
            Directory.CreateDirectory(Path.GetDirectoryName(path)!);
            File.CreateSymbolicLink(path, target);
        }
    }

    private void CopyTo(string source, string target)
    {
        copies.TakeBytes(new FileInfo(source).Length);
        Directory.CreateDirectory(Path.GetDirectoryName(target)!);
        File.Copy(source, target);
    }

    private static void WriteFile(in ArchiveEntry entry, string target)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(target)!);
        var options = new FileStreamOptions { Mode = FileMode.CreateNew, Access = FileAccess.Write, Share = FileShare.None };
        if (!OperatingSystem.IsWindows()) options.UnixCreateMode = ModeOf(entry.Mode);
        using (var file = new FileStream(target, options)) entry.Content?.CopyTo(file);
        // Python takes what it has compiled for stale where the source's time is another one.
        if (entry.ModifiedAt is { } time && time >= DateTimeOffset.UnixEpoch && time < Latest) File.SetLastWriteTimeUtc(target, time.UtcDateTime);
    }

    // The owner may always read and write, so that the folder can be used and removed; setuid, setgid and sticky bits are dropped.
    private static UnixFileMode ModeOf(UnixFileMode mode) =>
        (mode & (UnixFileMode)0b111_111_111) | UnixFileMode.UserRead | UnixFileMode.UserWrite;
}
