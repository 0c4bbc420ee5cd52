using System.Formats.Tar;
using System.Text;
using ICSharpCode.SharpZipLib;
using ICSharpCode.SharpZipLib.GZip;
using ICSharpCode.SharpZipLib.Zip;
using LitePipeline.Core;
using LitePipeline.Core.Packages;

namespace LitePipeline.Hosting.Packages;

/// <summary>Lists the entries of a tar.gz or zip file, one after the other, within a budget.</summary>
internal static class ArchiveReader
{
    private const UnixFileMode DefaultFileMode = UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.GroupRead | UnixFileMode.OtherRead;
    private const int UnixHost = 3;
    private const int TypeMask = 0xF000, TypeFile = 0x8000, TypeFolder = 0x4000, TypeLink = 0xA000;

    // No name that a file system takes is longer, and a longer target would only fill memory.
    private const int LongestTarget = 4096;

    public static IEnumerable<ArchiveEntry> Read(Stream file, PackageFormat format, PackageBudget budget) =>
        format == PackageFormat.Zip ? ReadZip(file, budget) : ReadTar(file, budget);

    /// <summary>Whether a failure means that the file is not a whole archive of its kind.</summary>
    public static bool IsMalformed(Exception failure) =>
        failure is SharpZipBaseException or InvalidDataException or FormatException or EndOfStreamException or ArgumentException or NotSupportedException or OverflowException;

    private static IEnumerable<ArchiveEntry> ReadTar(Stream file, PackageBudget budget)
    {
        using var unzipped = new TarHeaderStream(new BudgetStream(new GZipInputStream(file) { IsStreamOwner = false }, budget));
        using var reader = new TarReader(unzipped, leaveOpen: true);
        while (Next(reader) is { } entry)
        {
            if (entry.EntryType == TarEntryType.GlobalExtendedAttributes) continue;
            budget.TakeEntry();
            yield return new ArchiveEntry(entry.Name, KindOf(entry.EntryType), entry.Mode, entry.LinkName ?? "", entry.DataStream, entry.ModificationTime);
        }
        // The checksum comes after the last byte: what follows the tar's end must be read for it to be checked.
        var rest = new byte[4096];
        while (unzipped.Read(rest) > 0) { }
    }

    private static TarEntry? Next(TarReader reader)
    {
        try
        {
            return reader.GetNextEntry();
        }
        // So the library calls a length that its kind of entry cannot have.
        catch (InvalidOperationException failure)
        {
            throw new InvalidDataException(failure.Message, failure);
        }
    }

    private static ArchiveEntryKind KindOf(TarEntryType type) => type switch
    {
        TarEntryType.RegularFile or TarEntryType.V7RegularFile or TarEntryType.ContiguousFile => ArchiveEntryKind.File,
        TarEntryType.Directory => ArchiveEntryKind.Folder,
        TarEntryType.SymbolicLink => ArchiveEntryKind.SymbolicLink,
        TarEntryType.HardLink => ArchiveEntryKind.HardLink,
        _ => ArchiveEntryKind.Special,
    };

    private static IEnumerable<ArchiveEntry> ReadZip(Stream file, PackageBudget budget)
    {
        budget.RequireEntries(ZipDirectory.CountEntries(file));
        using var zip = new ZipFile(file, leaveOpen: true);
        foreach (ZipEntry entry in zip)
        {
            budget.TakeEntry();
            if (entry.IsCrypted) throw new PackageInvalidException($"The entry '{entry.Name}' is encrypted; pack it without a password.");
            // Old tools on Windows write the other separator.
            var name = entry.Name.Replace('\\', '/');
            var mode = entry.HostSystem == UnixHost ? (entry.ExternalFileAttributes >> 16) & 0xFFFF : 0;
            var type = mode & TypeMask;
            var permissions = mode == 0 ? DefaultFileMode : (UnixFileMode)(mode & 0xFFF);
            if (type == TypeFolder || name.EndsWith('/'))
            {
                yield return new ArchiveEntry(name, ArchiveEntryKind.Folder, permissions, "", null);
                continue;
            }
            if (type is not (0 or TypeFile or TypeLink))
            {
                yield return new ArchiveEntry(name, ArchiveEntryKind.Special, permissions, "", null);
                continue;
            }
            using var content = new ChecksumStream(new BudgetStream(zip.GetInputStream(entry), budget), name, entry.Crc);
            yield return type == TypeLink
                ? new ArchiveEntry(name, ArchiveEntryKind.SymbolicLink, permissions, ReadTarget(name, content), null)
                : new ArchiveEntry(name, ArchiveEntryKind.File, permissions, "", content);
        }
    }

    private static string ReadTarget(string name, Stream content)
    {
        var buffer = new byte[LongestTarget + 1];
        var length = content.ReadAtLeast(buffer, buffer.Length, throwOnEndOfStream: false);
        if (length > LongestTarget) throw new PackageInvalidException($"The link '{name}' has a target longer than {LongestTarget} bytes.");
        return Encoding.UTF8.GetString(buffer, 0, length);
    }
}
