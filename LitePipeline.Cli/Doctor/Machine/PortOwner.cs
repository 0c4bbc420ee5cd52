using System.Globalization;

namespace LitePipeline.Cli.Doctor.Machine;

/// <summary>Who listens on a port of this machine, as the kernel tells it.</summary>
internal static class PortOwner
{
    private const string Listening = "0A";

    /// <summary>The process, for people; null where that cannot be seen.</summary>
    public static string? Find(int port)
    {
        var sockets = ((string[])["/proc/net/tcp", "/proc/net/tcp6"]).Where(File.Exists).SelectMany(table => Sockets(table, port)).ToHashSet(StringComparer.Ordinal);
        if (sockets.Count == 0) return null;
        foreach (var process in Directory.EnumerateDirectories("/proc").Where(folder => int.TryParse(Path.GetFileName(folder), out _)))
            if (Holds(process, sockets)) return $"process {Path.GetFileName(process)} ({CommandOf(process)})";
        return null;
    }

    private static IEnumerable<string> Sockets(string table, int port)
    {
        // "sl local_address rem_address st tx:rx tr:tm retrnsmt uid timeout inode ..."
        foreach (var line in File.ReadLines(table).Skip(1))
        {
            var fields = line.Split(' ', StringSplitOptions.RemoveEmptyEntries);
            if (fields.Length > 9 && fields[3] == Listening && int.TryParse(fields[1].Split(':')[^1], NumberStyles.HexNumber, CultureInfo.InvariantCulture, out var found) && found == port)
                yield return $"socket:[{fields[9]}]";
        }
    }

    private static bool Holds(string process, HashSet<string> sockets)
    {
        try
        {
            return Directory.EnumerateFiles(Path.Combine(process, "fd")).Any(file => new FileInfo(file).LinkTarget is { } target && sockets.Contains(target));
        }
        catch (Exception gone) when (gone is IOException or UnauthorizedAccessException)
        {
            return false;
        }
    }

    private static string CommandOf(string process)
    {
        try
        {
            var words = File.ReadAllText(Path.Combine(process, "cmdline")).Split('\0', StringSplitOptions.RemoveEmptyEntries);
            return string.Join(' ', words.Take(2).Select(Path.GetFileName).Concat(words.Skip(2).Take(2)));
        }
        catch (Exception gone) when (gone is IOException or UnauthorizedAccessException)
        {
            return "ended meanwhile";
        }
    }
}
