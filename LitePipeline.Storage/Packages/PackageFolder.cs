using System.Buffers;

namespace LitePipeline.Storage.Packages;

/// <summary>The layout of a package folder: <c>ab/cd/&lt;sha256&gt;.pkg</c> for whole packages, <c>incoming/*.tmp</c> for those that still arrive.</summary>
internal sealed class PackageFolder
{
    private const int Sha256HexLength = 64;
    private const string HalfWritten = "*.tmp";
    private const string Whole = ".pkg";
    private static readonly SearchValues<char> LowerHex = SearchValues.Create("0123456789abcdef");

    private readonly string _root;
    private readonly string _incoming;

    /// <summary>Makes the folder and proves that it can be written.</summary>
    /// <exception cref="IOException">It cannot.</exception>
    /// <exception cref="UnauthorizedAccessException">It may not be.</exception>
    public PackageFolder(string path)
    {
        _root = Path.GetFullPath(path);
        _incoming = Path.Combine(_root, "incoming");
        Directory.CreateDirectory(_incoming);
        using (NewIncoming()) { }
    }

    /// <summary>Opens a new file for a package that arrives; it is gone when the stream is closed before it was kept.</summary>
    public FileStream NewIncoming() => new(
        Path.Combine(_incoming, $"{Guid.NewGuid():n}.tmp"),
        new FileStreamOptions
        {
            Mode = FileMode.CreateNew,
            Access = FileAccess.Write,
            // The lock tells RemoveHalfWritten that somebody still writes; Delete lets the store rename the open file.
            Share = FileShare.Delete,
            BufferSize = 0,
            Options = FileOptions.Asynchronous,
        });

    /// <summary>The file of a package; null for what is no SHA-256, so that no name leads out of the folder.</summary>
    public string? FileOf(string sha256) => sha256.Length == Sha256HexLength && !sha256.AsSpan().ContainsAnyExcept(LowerHex)
        ? Path.Combine(_root, sha256[..2], sha256[2..4], sha256 + Whole)
        : null;

    /// <summary>The SHA-256 of each whole package; what else lies in the folder is not ours.</summary>
    public List<string> List(CancellationToken cancellationToken)
    {
        var found = new List<string>();
        foreach (var file in Directory.EnumerateFiles(_root, "*" + Whole, new EnumerationOptions { RecurseSubdirectories = true, MaxRecursionDepth = 2 }))
        {
            cancellationToken.ThrowIfCancellationRequested();
            var sha256 = Path.GetFileNameWithoutExtension(file);
            if (FileOf(sha256) == file) found.Add(sha256);
        }

        return found;
    }

    /// <summary>Removes what a crash left half-written; what is being written now stays.</summary>
    public void RemoveHalfWritten()
    {
        foreach (var file in Directory.EnumerateFiles(_incoming, HalfWritten))
        {
            try
            {
                using (new FileStream(file, FileMode.Open, FileAccess.ReadWrite, FileShare.None)) { }
                File.Delete(file);
            }
            catch (IOException)
            {
                // Another process writes it.
            }
        }
    }
}
