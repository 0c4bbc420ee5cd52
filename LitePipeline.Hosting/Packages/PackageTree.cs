using System.Text;
using LitePipeline.Core;
using LitePipeline.Hosting.Venvs;

namespace LitePipeline.Hosting.Packages;

/// <summary>The rules of where a package's entries may lie. It remembers what each path is, so that nothing is ever written through a link.</summary>
internal sealed class PackageTree
{
    // What file systems take: 255 bytes a name, and 4096 a path, of which the node's own folders need a part.
    private const int LongestName = 255, LongestPath = 2048, DeepestPath = 128, LongestTarget = 4095;

    private readonly Dictionary<string, ArchiveEntryKind> _kinds =
        new(OperatingSystem.IsLinux() ? StringComparer.Ordinal : StringComparer.OrdinalIgnoreCase);

    private readonly HashSet<string> _venvs = new(StringComparer.Ordinal);
    private readonly List<(string Venv, string Path, string Target)> _pythons = [];

    /// <summary>The one top folder's name; null until an entry named it.</summary>
    public string? TopFolder { get; private set; }

    /// <summary>The folders that have a <c>pyvenv.cfg</c>.</summary>
    public IReadOnlyCollection<string> Venvs => _venvs;

    /// <summary>Whether a path is a file of the package.</summary>
    public bool HasFile(string path) => _kinds.TryGetValue(path, out var kind) && kind is ArchiveEntryKind.File or ArchiveEntryKind.HardLink;

    /// <summary>Checks what can only be told once all entries are known.</summary>
    public void Complete()
    {
        foreach (var (venv, path, target) in _pythons)
        {
            if (!_venvs.Contains(venv)) throw LeadsOut(path, target);
        }
    }

    /// <summary>Checks an entry's name and kind and returns its path in the package, with the top folder; null for an entry that says nothing.</summary>
    public string? Place(in ArchiveEntry entry)
    {
        var parts = Split(entry.Name);
        if (parts.Count == 0) return null;
        if (entry.Kind == ArchiveEntryKind.Special)
            throw new PackageInvalidException($"The entry '{entry.Name}' is neither a file, a folder nor a link; leave it out of the package.");
        PlaceTop(parts, entry);
        PlaceParents(parts, entry.Name);

        var path = string.Join('/', parts);
        if (_kinds.TryGetValue(path, out var there))
        {
            if (there == ArchiveEntryKind.Folder && entry.Kind == ArchiveEntryKind.Folder) return path;
            throw new PackageInvalidException($"The package has '{path}' twice; pack the folder anew.");
        }
        if (entry.Kind == ArchiveEntryKind.SymbolicLink) CheckLink(parts, entry.Target);
        // Before the entry itself is known: it is no file that it could point to.
        if (entry.Kind == ArchiveEntryKind.HardLink) _ = HardLinkTarget(entry);
        _kinds.Add(path, entry.Kind);
        if (entry.Kind == ArchiveEntryKind.File && parts[^1] == PyvenvConfig.FileName) _venvs.Add(string.Join('/', parts[..^1]));
        return path;
    }

    /// <summary>A hard link's target, a path in the archive.</summary>
    public string HardLinkTarget(in ArchiveEntry entry)
    {
        var target = string.Join('/', Split(entry.Target));
        if (HasFile(target)) return target;
        throw new PackageInvalidException($"The hard link '{entry.Name}' points to '{entry.Target}', which is no file before it in the package; pack the folder anew.");
    }

    private void PlaceTop(List<string> parts, in ArchiveEntry entry)
    {
        TopFolder ??= parts[0];
        if (parts.Count == 1 && entry.Kind != ArchiveEntryKind.Folder)
            throw new PackageInvalidException($"'{parts[0]}' lies beside the package's folder; pack the folder itself: tar czf PACKAGE.tar.gz FOLDER");
        if (TopFolder != parts[0])
            throw new PackageInvalidException($"The package has more than one top folder, '{TopFolder}' and '{parts[0]}'; pack exactly one: tar czf PACKAGE.tar.gz FOLDER");
    }

    private void PlaceParents(List<string> parts, string name)
    {
        // From the inside out: above a folder that is known all are known.
        for (var depth = parts.Count - 1; depth > 0; depth--)
        {
            var parent = string.Join('/', parts.Take(depth));
            if (_kinds.TryAdd(parent, ArchiveEntryKind.Folder)) continue;
            if (_kinds[parent] == ArchiveEntryKind.Folder) return;
            throw new PackageInvalidException($"The entry '{name}' lies below '{parent}', which is not a folder; pack the folder anew.");
        }
    }

    // Steps up are allowed at the beginning only: there they start at a real folder and can be counted. Further on they
    // could start at where another link leads.
    private void CheckLink(List<string> parts, string target)
    {
        var path = string.Join('/', parts);
        if (target.Length == 0 || target.Contains('\0')) throw new PackageInvalidException($"The link '{path}' has no usable target.");
        if (Encoding.UTF8.GetByteCount(target) is > LongestTarget and var length) throw new PackageInvalidException($"The target of the link '{path}' takes {length} bytes, may take {LongestTarget}; use shorter names.");
        var steps = target.Replace('\\', '/').Split('/');
        var up = steps.TakeWhile(step => step is "." or ".." or "").Count(step => step == "..");
        var inside = !IsAbsolute(target) && up <= parts.Count - 2 && steps.SkipWhile(step => step is "." or ".." or "").All(step => step != "..");
        if (inside) return;
        if (!IsPython(parts, target)) throw LeadsOut(path, target);
        // The pyvenv.cfg that makes the folder a venv may come later.
        _pythons.Add((string.Join('/', parts[..^2]), path, target));
    }

    // The one link that may lead out: a venv's to the machine's Python. Nothing is read or written through it, an action only runs it.
    private static bool IsPython(List<string> parts, string target) =>
        parts.Count >= 3 && parts[^2] == "bin" && PythonName.Matches(parts[^1])
        && target.StartsWith('/') && target.Split('/') is var steps && !steps.Contains("..") && PythonName.Matches(steps[^1]);

    private static PackageInvalidException LeadsOut(string path, string target) =>
        new($"The link '{path}' points to '{target}', outside of the package; only the bin/python links of a venv (a folder with {PyvenvConfig.FileName}) may. Replace it by what it points to (in a venv: make it with --copies).");

    private static List<string> Split(string name)
    {
        if (name.Contains('\0') || IsAbsolute(name)) throw Outside(name);
        if (name.Contains('\\')) throw new PackageInvalidException($"The entry '{Shown(name)}' holds '\\', which Windows takes for a folder's end; rename it.");
        var parts = name.Split('/').Where(part => part is not ("" or ".")).ToList();
        if (parts.Any(part => part == ".." || (OperatingSystem.IsWindows() && part.AsSpan().IndexOfAny(':', '<', '>') >= 0))) throw Outside(name);
        CheckWritable(parts, name);
        return parts;
    }

    // Found here, an upload is refused; found by a node, each of its tasks would fail.
    private static void CheckWritable(List<string> parts, string name)
    {
        if (name.Contains('\uFFFD')) throw new PackageInvalidException($"The name of the entry '{Shown(name)}' is not UTF-8; rename the file, or pack it on a system that writes UTF-8.");
        if (parts.Count > DeepestPath) throw new PackageInvalidException($"The entry '{Shown(name)}' lies {parts.Count} folders deep, may lie {DeepestPath} deep; flatten the folder.");
        if (Encoding.UTF8.GetByteCount(name) is > LongestPath and var length) throw new PackageInvalidException($"The path of the entry '{Shown(name)}' takes {length} bytes, may take {LongestPath}; use shorter names.");
        if (parts.Find(part => Encoding.UTF8.GetByteCount(part) > LongestName) is { } longest)
            throw new PackageInvalidException($"The name '{Shown(longest)}' takes {Encoding.UTF8.GetByteCount(longest)} bytes, may take {LongestName}; rename it.");
    }

    private static string Shown(string name) => name.Length <= 100 ? name : $"{name[..100]}...";

    private static bool IsAbsolute(string path) =>
        path.StartsWith('/') || path.StartsWith('\\') || (path.Length > 1 && path[1] == ':' && char.IsAsciiLetter(path[0]));

    private static PackageInvalidException Outside(string name) =>
        new($"The entry '{Shown(name.Replace("\0", "\\0", StringComparison.Ordinal))}' would be written outside of the package's folder; use paths below one folder, without '..'.");
}
