using System.Globalization;
using System.Text;

namespace LitePipeline.Hosting.Executors.ControlGroups;

/// <summary>The kernel's files in the folder of a control group.</summary>
internal static class GroupFile
{
    public const string Processes = "cgroup.procs";
    public const string Children = "cgroup.subtree_control";
    public const string KillAll = "cgroup.kill";

    /// <exception cref="IOException">The kernel refuses it.</exception>
    /// <exception cref="UnauthorizedAccessException">This user may not.</exception>
    public static void Write(string folder, string file, string text)
    {
        // Each write is a command: in one piece, with no file made where the kernel has none.
        using var handle = File.OpenHandle(Path.Combine(folder, file), FileMode.Open, FileAccess.Write, FileShare.ReadWrite);
        RandomAccess.Write(handle, Encoding.ASCII.GetBytes(text), 0);
    }

    /// <summary>Writes where there is such a file: some depend on how the kernel was built.</summary>
    public static void WriteIfThere(string folder, string file, string text)
    {
        if (File.Exists(Path.Combine(folder, file))) Write(folder, file, text);
    }

    /// <summary>The words of a file; none where it, or its group, is gone.</summary>
    public static string[] Words(string folder, string file)
    {
        try { return File.ReadAllText(Path.Combine(folder, file)).Split([' ', '\n'], StringSplitOptions.RemoveEmptyEntries); }
        catch (IOException) { return []; }
    }

    /// <summary>The processes in the group itself.</summary>
    public static HashSet<int> ReadProcesses(string folder) =>
        [.. Words(folder, Processes).Select(word => int.Parse(word, CultureInfo.InvariantCulture)).Where(pid => pid > 0)];

    /// <summary>The number behind a word of a file such as <c>memory.events</c>; 0 where it is not there.</summary>
    public static long ReadCount(string folder, string file, string name)
    {
        var words = Words(folder, file);
        var place = Array.IndexOf(words, name);
        return place >= 0 && place + 1 < words.Length && long.TryParse(words[place + 1], CultureInfo.InvariantCulture, out var count) ? count : 0;
    }
}
