using System.Globalization;
using System.Runtime.ExceptionServices;
using System.Text.Json;
using LitePipeline.Core.Actions;
using LitePipeline.Core.Messages;
using LitePipeline.Core.Services;
using LitePipeline.Core.Tasks;

namespace LitePipeline.Hosting.Node;

/// <summary>Where the workspaces lie: <c>workspaces/&lt;UTC date&gt;/&lt;task&gt;/&lt;action&gt;</c>, or <c>workspaces/services/&lt;service&gt;/&lt;action&gt;</c>.</summary>
internal sealed class WorkspaceFolder(NodeData data)
{
    private const string Services = "services";

    private readonly Lock _taking = new();
    private int _removals;

    /// <summary>The folder of all workspaces.</summary>
    public string Root { get; } = Path.Combine(data.Root, "workspaces");

    /// <summary>The folder of a task's workspaces.</summary>
    public string Of(TaskFolder task) => task.Service is { } service
        ? Of(service)
        : Path.Combine(Root, task.CreatedAt.UtcDateTime.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture), task.Task.ToString());

    /// <summary>The folder of a service's workspaces.</summary>
    public string Of(ServiceId service) => Path.Combine(Root, Services, service.ToString());

    /// <summary>The folders of all tasks that have one.</summary>
    public IEnumerable<(TaskId Task, string Folder)> OfTasks()
    {
        if (!Directory.Exists(Root)) yield break;
        foreach (var day in Directory.EnumerateDirectories(Root).Where(day => Path.GetFileName(day) != Services))
        {
            foreach (var folder in Directory.EnumerateDirectories(day))
            {
                if (Guid.TryParse(Path.GetFileName(folder), out var task)) yield return (new TaskId(task), folder);
            }
        }
    }

    /// <summary>An action's workspace.</summary>
    public string Of(TaskFolder task, string action) => Path.Combine(Of(task), FolderName.Of(action));

    /// <summary>Makes an attempt's workspace anew; of an earlier attempt only the output stays, beside it. A service's workspace is kept.</summary>
    public void Create(string workspace, AttemptKey attempt, bool keep)
    {
        if (Directory.Exists(workspace))
        {
            KeepOutput(workspace, AttemptIn(workspace) ?? attempt.Attempt - 1);
            if (keep)
            {
                File.Delete(Path.Combine(workspace, WorkspaceContract.InputFile));
                File.Delete(Path.Combine(workspace, WorkspaceContract.OutputFile));
                File.Delete(Path.Combine(workspace, WorkspaceContract.ProgressFile));
                RemoveArtifacts(Path.Combine(workspace, WorkspaceContract.ArtifactFolder));
                return;
            }
            Directory.Delete(workspace, recursive: true);
        }

        // The folder of its day may be going away just now.
        lock (_taking) Directory.CreateDirectory(workspace);
    }

    /// <summary>Writes a file that a workspace does not have yet.</summary>
    public static void WriteNew(string path, ReadOnlySpan<byte> content)
    {
        // At once, for a thread's hop costs more than the write; and made, not cut to nothing: ext4 brings a file that was cut to the disk as it is closed.
        using var file = File.OpenHandle(path, FileMode.CreateNew, FileAccess.Write, FileShare.ReadWrite | FileShare.Delete);
        RandomAccess.Write(file, content, 0);
    }

    /// <summary>The folder with the output of one attempt of an action: the one where it is kept, or the workspace where no later attempt ran here; null where neither has it.</summary>
    public string? FindOutput(TaskFolder task, string action, int attempt)
    {
        var workspace = Of(task, action);
        var kept = KeptOutput(workspace, attempt);
        return Directory.Exists(kept) ? kept : AttemptIn(workspace) == attempt ? workspace : null;
    }

    /// <summary>Takes the workspaces in a task's or service's folder away, to be removed by <see cref="RemoveTaken"/>; nothing happens where there are none.</summary>
    public void TakeAway(string folder)
    {
        lock (_taking)
        {
            if (!Directory.Exists(folder)) return;
            Directory.Move(folder, Path.Combine(data.Folder("removing"), Guid.NewGuid().ToString("N")));
            // The last task of its day takes the day along.
            var day = Path.GetDirectoryName(folder)!;
            if (!Directory.EnumerateFileSystemEntries(day).Any()) Directory.Delete(day);
        }
    }

    /// <summary>Removes what was taken away, in this life of the node or in an earlier one. Where another call is at it already, that one goes on with what has come since.</summary>
    /// <exception cref="IOException">Something cannot be removed; all else was.</exception>
    /// <exception cref="UnauthorizedAccessException">Something may not be removed; all else was.</exception>
    public void RemoveTaken()
    {
        if (Interlocked.Increment(ref _removals) > 1) return;
        Exception? failure = null;
        int seen;
        do
        {
            seen = Volatile.Read(ref _removals);
            foreach (var folder in Directory.EnumerateDirectories(data.Folder("removing")))
            {
                try { Directory.Delete(folder, recursive: true); }
                catch (Exception refused) when (refused is IOException or UnauthorizedAccessException) { failure = refused; }
            }
        }
        while (Interlocked.Add(ref _removals, -seen) > 0);
        if (failure is not null) ExceptionDispatchInfo.Throw(failure);
    }

    // What an action has put there in its place, even a link, must not lead the node elsewhere when it writes there anew.
    private static void RemoveArtifacts(string folder)
    {
        if (new FileInfo(folder).LinkTarget is not null || File.Exists(folder)) File.Delete(folder);
        else if (Directory.Exists(folder)) Directory.Delete(folder, recursive: true);
    }

    private static void KeepOutput(string workspace, int attempt)
    {
        var output = WorkspaceContract.LogOf(workspace);
        if (!File.Exists(output)) return;
        var kept = KeptOutput(workspace, attempt);
        Directory.CreateDirectory(kept);
        File.Move(output, Path.Combine(kept, Path.GetFileName(output)), overwrite: true);
    }

    // Names of actions never begin with a dot here, so that no action's workspace can be this one.
    private static string KeptOutput(string workspace, int attempt) =>
        Path.Combine(Path.GetDirectoryName(workspace)!, $".{Path.GetFileName(workspace)}.attempt-{attempt.ToString(CultureInfo.InvariantCulture)}");

    // The attempt before may have run on another node, or in an earlier run of the task: only the input says whose workspace it is.
    private static int? AttemptIn(string workspace)
    {
        try
        {
            using var input = JsonDocument.Parse(File.ReadAllBytes(Path.Combine(workspace, WorkspaceContract.InputFile)));
            return input.RootElement.GetProperty("action_info").GetProperty("attempt").GetInt32();
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException or JsonException or KeyNotFoundException or InvalidOperationException or FormatException)
        {
            return null;
        }
    }
}
