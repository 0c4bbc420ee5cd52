using LitePipeline.Hosting.Node;

namespace LitePipeline.Hosting.Executors;

/// <summary>Ends what an earlier life of this node left running: each process that carries the node's mark, and all sessions of such processes.</summary>
internal static class Leftovers
{
    public const string NodeVariable = "LITEPIPELINE_NODE";
    public const string WorkspaceVariable = "LITEPIPELINE_WORKSPACE";

    // What is being killed may just have started another process; after so many rounds something starts them faster than they end.
    private const int MaxRounds = 20;

    /// <summary>Kills all that was started for workspaces in a folder and returns how many processes these were.</summary>
    public static int End(NodeData data, ProcessRecords records, string folder, CancellationToken cancellationToken)
    {
        var killed = new HashSet<(int, long)>();
        var sessions = new HashSet<int>();
        for (var round = 0; round < MaxRounds; round++)
        {
            cancellationToken.ThrowIfCancellationRequested();
            var found = Find(data, records, folder, sessions);
            if (found.Count == 0) break;
            foreach (var process in found)
                if (Kill(process)) killed.Add((process.Pid, process.StartTime));
        }
        records.Clear();
        return killed.Count;
    }

    // A session that was once found to be ours stays ours while it has members: its number is not given to another one before.
    private static List<ProcStat> Find(NodeData data, ProcessRecords records, string folder, HashSet<int> sessions)
    {
        var recorded = records.ReadAll();
        var all = ProcStat.ReadAll().Where(process => process.State is not ('Z' or 'X') && process.Pid != Environment.ProcessId).ToList();
        var marked = all.Where(process => recorded.Any(record => record.Is(process)) || IsMarked(process.Pid, data, folder)).ToList();
        var own = ProcStat.Read(Environment.ProcessId)?.Session ?? 0;
        // A mark is inherited: a node that was itself started by an action shares its mark's session with others, which are not ours.
        foreach (var process in marked)
            if (process.Session != own && process.Session != 0) sessions.Add(process.Session);
        return [.. all.Where(process => sessions.Contains(process.Session))];
    }

    private static bool IsMarked(int pid, NodeData data, string folder)
    {
        if (ProcStat.ReadEnvironment(pid) is not { } variables) return false;
        var below = Path.TrimEndingDirectorySeparator(folder);
        return variables.Contains($"{NodeVariable}={data.Id}")
            && variables.Any(variable => variable.StartsWith($"{WorkspaceVariable}={below}", StringComparison.Ordinal)
                && (variable.Length == WorkspaceVariable.Length + 1 + below.Length || variable[WorkspaceVariable.Length + 1 + below.Length] == '/'));
    }

    private static bool Kill(ProcStat process)
    {
        // Where the kernel has descriptors for processes, the signal cannot reach another one that got the number meanwhile.
        var descriptor = PosixNative.OpenProcess(process.Pid);
        try
        {
            if (ProcStat.Read(process.Pid)?.StartTime != process.StartTime) return false;
            return descriptor >= 0
                ? PosixNative.SignalProcess(descriptor, PosixNative.Sigkill) == 0
                : PosixNative.Kill(process.Pid, PosixNative.Sigkill) == 0;
        }
        finally
        {
            if (descriptor >= 0) PosixNative.Close(descriptor);
        }
    }
}
