using LitePipeline.Core.Actions;
using LitePipeline.Core.Tasks;
using LitePipeline.Hosting.Logs;

namespace LitePipeline.Hosting.Node;

/// <summary>Measures the workspaces of tasks. What has not changed since it was measured is not read again.</summary>
/// <remarks>For one user at a time.</remarks>
internal sealed class WorkspaceInventory(WorkspaceFolder workspaces, NodeAttempts attempts)
{
    // What a link leads to is somewhere else, or in a circle.
    private static readonly EnumerationOptions Here = new() { AttributesToSkip = FileAttributes.ReparsePoint };
    private static readonly EnumerationOptions Below = new() { AttributesToSkip = FileAttributes.ReparsePoint, RecurseSubdirectories = true };

    private Dictionary<TaskId, Measured> _measured = [];

    /// <summary>All that lies there now, the least lately used first.</summary>
    public IReadOnlyList<StoredWorkspaces> Take(CancellationToken cancellationToken)
    {
        var present = new Dictionary<TaskId, Measured>();
        foreach (var (task, folder) in workspaces.OfTasks())
        {
            cancellationToken.ThrowIfCancellationRequested();
            if (Measure(task, folder) is { } measured) present[task] = measured;
        }

        _measured = present;
        return [.. present.Values.Select(measured => measured.Workspaces).OrderBy(stored => stored.UsedAt)];
    }

    private Measured? Measure(TaskId task, string folder)
    {
        try
        {
            var (changed, running) = (LastChange(folder), attempts.IsRunning(task));
            if (!running && _measured.TryGetValue(task, out var known) && known.Changed == changed) return known;
            var (size, used) = (0L, changed);
            foreach (var item in new DirectoryInfo(folder).EnumerateFileSystemInfos("*", Below))
            {
                if (item is FileInfo file) size += SizeOf(file);
                if (item.LastWriteTimeUtc > used) used = item.LastWriteTimeUtc;
            }

            // What an attempt still writes to is measured again next time.
            return new Measured(new StoredWorkspaces(task, folder, size, new DateTimeOffset(used)), running ? null : changed);
        }
        catch (Exception gone) when (gone is IOException or UnauthorizedAccessException)
        {
            // It is being removed, or an attempt is about to make it anew.
            return null;
        }
    }

    // A log that was cut takes less than its length.
    private static long SizeOf(FileInfo file) =>
        file.Length > NodeOptions.ShortestLog && file.Name is WorkspaceContract.StdoutFile or WorkspaceContract.ContainerStdoutFile ? LogReader.Measure(file.FullName) : file.Length;

    // Each attempt makes its workspace anew and writes its output, so a task's later attempts show here, at the cost of a look at each action.
    private static DateTime LastChange(string folder)
    {
        var last = Directory.GetLastWriteTimeUtc(folder);
        foreach (var workspace in new DirectoryInfo(folder).EnumerateDirectories("*", Here))
        {
            foreach (var item in workspace.EnumerateFileSystemInfos("*", Here).Append(workspace))
            {
                if (item.LastWriteTimeUtc > last) last = item.LastWriteTimeUtc;
            }
        }

        return last;
    }

    private sealed record Measured(StoredWorkspaces Workspaces, DateTime? Changed);
}

/// <summary>The workspaces of a task.</summary>
/// <param name="Task">The task.</param>
/// <param name="Folder">The folder that they lie in.</param>
/// <param name="Size">Their files' bytes.</param>
/// <param name="UsedAt">When anything in them was last written to.</param>
internal sealed record StoredWorkspaces(TaskId Task, string Folder, long Size, DateTimeOffset UsedAt);
