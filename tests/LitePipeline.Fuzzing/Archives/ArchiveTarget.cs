using System.Text;
using CsCheck;
using LitePipeline.Core;
using LitePipeline.Core.Packages;
using LitePipeline.Hosting.Packages;

namespace LitePipeline.Fuzzing.Archives;

/// <summary>The reader of packages: each case is inspected, as an upload is, and unpacked, as a node does it.</summary>
/// <remarks>
/// What holds: it is taken or refused in words, by both alike; what is unpacked lies below the one folder, is a file, a folder or a link
/// that leads to something inside (or from a venv to a Python), and nothing around it changes; a refused one leaves nothing; the memory
/// taken is bounded by the limits.
/// </remarks>
internal sealed class ArchiveTarget : FuzzTarget, IDisposable
{
    private static readonly PackageLimits Limits = new() { TotalSize = 256 * 1024, Entries = 50, Ratio = 20, RatioFreeSize = 16 * 1024, ConfigurationSize = 4096 };

    // The unpackers' own buffers and tables, and what entries cost.
    private const long MostMemory = 8 << 20;

    // Memory where there is such a folder: a million packages would wear a disk out.
    private readonly string _root = Directory.CreateDirectory(Path.Combine(Directory.Exists("/dev/shm") ? "/dev/shm" : Path.GetTempPath(), $"litepipeline-fuzzing-{Guid.NewGuid():N}")).FullName;

    public override string Name => "archives";

    public override string What => "the reader of packages, tar.gz and zip, inspecting and unpacking";

    public override Gen<byte[]> Cases => ArchiveCases.All;

    public override string Run(byte[] input)
    {
        if (input.Length == 0) return "nothing";
        var format = input[0] % 2 == 0 ? PackageFormat.TarGz : PackageFormat.Zip;
        var before = GC.GetAllocatedBytesForCurrentThread();
        var inspected = Try(() => PackageArchive.Inspect(new MemoryStream(input, 1, input.Length - 1), format, Limits, CancellationToken.None).TopFolder);
        var taken = GC.GetAllocatedBytesForCurrentThread() - before;
        PromiseBrokenException.Unless(taken <= MostMemory, $"{input.Length} bytes took {taken} bytes of memory.");

        var around = Directory.CreateDirectory(Path.Combine(_root, Guid.NewGuid().ToString("N"))).FullName;
        try
        {
            var folder = Path.Combine(around, "inner", "package");
            Directory.CreateDirectory(Path.GetDirectoryName(folder)!);
            File.WriteAllText(Path.Combine(around, "outside"), "as it was");
            var unpacked = Try(() => Path.GetFileName(PackageArchive.Unpack(new MemoryStream(input, 1, input.Length - 1), format, folder, Limits, (_, _) => { }, CancellationToken.None)));
            RequireSurroundings(around, unpacked.Top is not null);
            // An application without a configuration is unpacked by nobody: the upload refuses it.
            if (inspected.Top is not null || !inspected.Refusal!.Contains("has no file", StringComparison.Ordinal) && !inspected.Refusal.Contains("is longer than", StringComparison.Ordinal))
                PromiseBrokenException.Unless(inspected.Top == unpacked.Top, $"Inspected: {inspected}. Unpacked: {unpacked}.");
            if (unpacked.Top is not { } top) return $"{format}: {Shortened(unpacked.Refusal!)}";
            PromiseBrokenException.Unless(Directory.GetFileSystemEntries(folder) is [var only] && Path.GetFileName(only) == top, "The package has not the one top folder.");
            RequireHarmless(folder, folder);
            return $"{format}: unpacked";
        }
        finally
        {
            Directory.Delete(around, recursive: true);
        }
    }

    public void Dispose() => Directory.Delete(_root, recursive: true);

    private static (string? Top, string? Refusal) Try(Func<string> read)
    {
        try
        {
            return (read(), null);
        }
        catch (PackageInvalidException refused)
        {
            PromiseBrokenException.Unless(refused.Message.Length is > 0 and < 20_000, $"The refusal has {refused.Message.Length} characters.");
            return (null, refused.Message);
        }
    }

    private static void RequireSurroundings(string around, bool unpacked)
    {
        string[] expected = unpacked ? ["inner", "inner/package", "outside"] : ["inner", "outside"];
        var there = Directory.GetFileSystemEntries(around).Concat(Directory.GetFileSystemEntries(Path.Combine(around, "inner"))).Select(path => Path.GetRelativePath(around, path)).Order(StringComparer.Ordinal);
        PromiseBrokenException.Unless(there.SequenceEqual(expected), $"Around the package lie {string.Join(", ", there)}.");
        PromiseBrokenException.Unless(File.ReadAllText(Path.Combine(around, "outside")) == "as it was", "A file outside of the package was written.");
    }

    private static void RequireHarmless(string root, string folder)
    {
        foreach (var item in new DirectoryInfo(folder).EnumerateFileSystemInfos())
        {
            if (item.LinkTarget is { } target)
            {
                var leads = Path.GetFullPath(target, folder);
                PromiseBrokenException.Unless(
                    leads.StartsWith(root + "/", StringComparison.Ordinal) || (target.StartsWith('/') && Path.GetFileName(target).StartsWith("python", StringComparison.Ordinal)), $"The link {item.FullName} leads to {target}.");
                continue;
            }

            const UnixFileMode special = UnixFileMode.SetUser | UnixFileMode.SetGroup | UnixFileMode.StickyBit;
            PromiseBrokenException.Unless((item.UnixFileMode & special) == 0, $"{item.FullName} has the mode {item.UnixFileMode}.");
            PromiseBrokenException.Unless(item.Attributes.HasFlag(FileAttributes.Directory) || (item.Attributes & (FileAttributes.Device | FileAttributes.ReparsePoint)) == 0, $"{item.FullName} is {item.Attributes}.");
            if (item is DirectoryInfo inner) RequireHarmless(root, inner.FullName);
        }
    }

    // Kinds of refusals are told apart by their words, without the names between quotes.
    private static string Shortened(string message)
    {
        var text = new StringBuilder();
        var quoted = false;
        foreach (var letter in message)
        {
            if (letter == '\'') quoted = !quoted;
            else if (!quoted && !char.IsDigit(letter) && !char.IsControl(letter)) text.Append(letter);
            if (text.Length == 60) break;
        }

        return text.ToString();
    }
}
