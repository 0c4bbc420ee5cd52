namespace LitePipeline.Hosting.Packages;

/// <summary>What an archive's entry is.</summary>
internal enum ArchiveEntryKind
{
    File,
    Folder,
    SymbolicLink,
    HardLink,
    /// <summary>A device, a pipe or something else that no package needs.</summary>
    Special,
}

/// <summary>One entry as the archive has it; nothing of it is checked yet.</summary>
/// <param name="Name">Its path in the archive.</param>
/// <param name="Kind">What it is.</param>
/// <param name="Mode">The file's mode.</param>
/// <param name="Target">What a link points to.</param>
/// <param name="Content">A file's bytes, to be read before the next entry; null for no bytes.</param>
/// <param name="ModifiedAt">When it was last written; null where the archive does not tell it exactly.</param>
internal readonly record struct ArchiveEntry(string Name, ArchiveEntryKind Kind, UnixFileMode Mode, string Target, Stream? Content, DateTimeOffset? ModifiedAt = null);
