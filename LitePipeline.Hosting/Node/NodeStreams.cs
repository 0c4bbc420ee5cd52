using LitePipeline.Core.Actions;
using LitePipeline.Core.Transport;
using LitePipeline.Hosting.Packages;

namespace LitePipeline.Hosting.Node;

/// <summary>Answers the manager's requests for workspaces and logs.</summary>
internal sealed class NodeStreams(WorkspaceFolder workspaces, NodeAttempts attempts, TimeProvider time) : IStreamProvider
{
    // A log that is followed is looked at this often: what was written meanwhile goes out together.
    private static readonly TimeSpan Interval = TimeSpan.FromMilliseconds(200);
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(5);
    private const int BufferSize = 64 * 1024;

    public Task WriteAsync(StreamRequest request, Stream destination, CancellationToken cancellationToken) => request switch
    {
        StreamRequest.Workspace workspace => WriteWorkspaceAsync(workspace, destination, cancellationToken),
        StreamRequest.Log log => WriteLogAsync(log, destination, cancellationToken),
        _ => throw new StreamRefusedException($"A node has no {request.GetType().Name.ToLowerInvariant()} to give."),
    };

    private async Task WriteWorkspaceAsync(StreamRequest.Workspace request, Stream destination, CancellationToken cancellationToken)
    {
        var folder = workspaces.Of(request.Task, request.Action);
        if (!Directory.Exists(folder)) throw NoWorkspace(request.Action);
        await PackageBuilder.PackFolderAsync(folder, destination, cancellationToken);
    }

    private async Task WriteLogAsync(StreamRequest.Log request, Stream destination, CancellationToken cancellationToken)
    {
        var attempt = FindRunning(request);
        var folder = FolderOf(request, attempt);
        if (attempt is null && !HasOutput(folder)) (attempt, folder) = await AppearAsync(request, cancellationToken);

        if (!request.Follow) attempt = null;
        // The asker learns that the answer has begun, even while there is nothing to read yet.
        await destination.FlushAsync(cancellationToken);

        await using var file = await OpenAsync(folder!, attempt, cancellationToken);
        if (file is null) return;
        file.Position = Math.Clamp(request.Offset, 0, file.Length);
        await CopyAsync(file, destination, attempt, cancellationToken);
    }

    // The manager has just given the attempt to this node, and the question was faster. A short one may have ended at the next look.
    private async Task<(RunningAttempt? Attempt, string? Folder)> AppearAsync(StreamRequest.Log request, CancellationToken cancellationToken)
    {
        for (var waited = TimeSpan.Zero; request.Follow && waited < Patience; waited += Interval)
        {
            await Task.Delay(Interval, time, cancellationToken);
            var attempt = FindRunning(request);
            var folder = FolderOf(request, attempt);
            if (attempt is not null || HasOutput(folder)) return (attempt, folder);
        }

        throw NoOutput(request);
    }

    private static bool HasOutput(string? folder) => folder is not null && File.Exists(WorkspaceContract.LogOf(folder));

    private RunningAttempt? FindRunning(StreamRequest.Log request) =>
        attempts.Find(request.Task.Task, request.Action) is { } attempt && (request.Attempt is null || request.Attempt == attempt.Key.Attempt) ? attempt : null;

    // The one that runs, and the latest, are in the workspace; an earlier one may be beside it.
    private string? FolderOf(StreamRequest.Log request, RunningAttempt? attempt) =>
        attempt is null && request.Attempt is { } number
            ? workspaces.FindOutput(request.Task, request.Action, number)
            : workspaces.Of(request.Task, request.Action);

    // An attempt that is still being prepared has no log yet.
    private async Task<FileStream?> OpenAsync(string folder, RunningAttempt? attempt, CancellationToken cancellationToken)
    {
        while (true)
        {
            var ended = attempt is null || attempt.Ended.IsCompleted;
            var path = WorkspaceContract.LogOf(folder);
            if (File.Exists(path))
                return new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete, BufferSize, useAsync: false);
            if (ended) return null;
            await WaitAsync(attempt!, cancellationToken);
        }
    }

    private async Task CopyAsync(FileStream file, Stream destination, RunningAttempt? attempt, CancellationToken cancellationToken)
    {
        var buffer = new byte[BufferSize];
        while (true)
        {
            // Asked before the reading: what was written before the end is read after it was seen.
            var ended = attempt is null || attempt.Ended.IsCompleted;
            int count;
            var any = false;
            while ((count = file.Read(buffer)) > 0)
            {
                await destination.WriteAsync(buffer.AsMemory(0, count), cancellationToken);
                any = true;
            }
            if (ended) return;
            if (any) await destination.FlushAsync(cancellationToken);
            await WaitAsync(attempt!, cancellationToken);
        }
    }

    private async Task WaitAsync(RunningAttempt attempt, CancellationToken cancellationToken)
    {
        using var over = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        await Task.WhenAny(attempt.Ended, Task.Delay(Interval, time, over.Token));
        await over.CancelAsync();
        cancellationToken.ThrowIfCancellationRequested();
    }

    private static StreamRefusedException NoOutput(StreamRequest.Log request) => request.Attempt is { } attempt
        ? new($"This node has no output of attempt {attempt} of the action '{request.Action}': it never ran here, it was deleted with its workspace, or it is a C# handler, which has none.")
        : NoWorkspace(request.Action);

    private static StreamRefusedException NoWorkspace(string action) =>
        new($"This node has no files of the action '{action}': it never ran here, its workspace was deleted, or it is a C# handler that made none.");
}
