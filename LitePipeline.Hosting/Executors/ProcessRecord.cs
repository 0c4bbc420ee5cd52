using System.Globalization;
using System.Text;
using LitePipeline.Hosting.Node;

namespace LitePipeline.Hosting.Executors;

/// <summary>Says in the node's data which session leader runs, so that it is known after the node was killed. Between start and record the environment of the process says it.</summary>
internal sealed class ProcessRecord
{
    private const string Folder = "running";
    private readonly string? _path;

    private ProcessRecord(string? path) => _path = path;

    /// <summary>Records a process that has started. It runs already: a disk that takes no record does not change that, and its environment says whose it is.</summary>
    public static ProcessRecord Write(NodeData data, int pid)
    {
        if (!OperatingSystem.IsLinux() || ProcStat.Read(pid) is not { } stat) return new ProcessRecord(null);
        string? path = null;
        try
        {
            path = Path.Combine(data.FolderOnce(Folder), pid.ToString(CultureInfo.InvariantCulture));
            // Shared openly, for nobody else looks at it while this node lives: that spares the locks.
            using var file = File.OpenHandle(path, FileMode.Create, FileAccess.Write, FileShare.ReadWrite | FileShare.Delete);
            RandomAccess.Write(file, Encoding.ASCII.GetBytes(string.Create(CultureInfo.InvariantCulture, $"{pid} {stat.StartTime} {ProcStat.BootId}")), 0);
        }
        catch (Exception refused) when (IsRefusal(refused))
        {
            // As said.
        }

        return new ProcessRecord(path);
    }

    /// <summary>The recorded session leaders of this boot of the machine, by number and start time.</summary>
    public static HashSet<(int Pid, long StartTime)> ReadAll(NodeData data)
    {
        var records = new HashSet<(int, long)>();
        foreach (var path in Directory.EnumerateFiles(data.Folder(Folder)))
        {
            var fields = File.ReadAllText(path).Split(' ');
            if (fields.Length == 3 && fields[2] == ProcStat.BootId
                && int.TryParse(fields[0], CultureInfo.InvariantCulture, out var pid)
                && long.TryParse(fields[1], CultureInfo.InvariantCulture, out var started)) records.Add((pid, started));
        }
        return records;
    }

    public static void RemoveAll(NodeData data)
    {
        foreach (var path in Directory.EnumerateFiles(data.Folder(Folder))) File.Delete(path);
    }

    public void Remove()
    {
        if (_path is null) return;
        try
        {
            File.Delete(_path);
        }
        catch (Exception refused) when (IsRefusal(refused))
        {
            // The number and its start time name a process that is gone: the record that stays says nothing of another one.
        }
    }

    private static bool IsRefusal(Exception failure) => failure is IOException or UnauthorizedAccessException;
}
