using LitePipeline.Core.Actions;
using LitePipeline.Core.Transport;
using LitePipeline.Hosting.Artifacts;
using LitePipeline.Hosting.Logs;
using LitePipeline.Hosting.Packages;

namespace LitePipeline.Hosting.Node;

/// <summary>Answers the manager's requests for workspaces, logs and artifacts.</summary>
internal sealed class NodeStreams(WorkspaceFolder workspaces, NodeAttempts attempts, TimeProvider time) : IStreamProvider
{
    // A log that is followed is looked at this often: what was written meanwhile goes out together.
    private static readonly TimeSpan Interval = TimeSpan.FromMilliseconds(200);
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(5);

    public Task WriteAsync(StreamRequest request, Stream destination, CancellationToken cancellationToken) => request switch
    {
        StreamRequest.Workspace workspace => WriteWorkspaceAsync(workspace, destination, cancellationToken),
        StreamRequest.Log log => WriteLogAsync(log, destination, cancellationToken),
        StreamRequest.ArtifactFile artifact => WriteArtifactAsync(artifact, destination, cancellationToken),
        _ => throw new StreamRefusedException($"A node has no {request.GetType().Name.ToLowerInvariant()} to give."),
    };

    private async Task WriteWorkspaceAsync(StreamRequest.Workspace request, Stream destination, CancellationToken cancellationToken)
    {
        var folder = workspaces.Of(request.Task, request.Action);
        if (!Directory.Exists(folder)) throw NoWorkspace(request.Action);
        await PackageBuilder.PackWorkspaceAsync(folder, destination, cancellationToken);
    }

    private async Task WriteArtifactAsync(StreamRequest.ArtifactFile request, Stream destination, CancellationToken cancellationToken)
    {
        try
        {
            await using var file = WorkspaceFile.Open(workspaces.Of(request.Task, request.Action), request.Path)
                ?? throw new StreamRefusedException($"This node does not have the file '{request.Path}' of the action '{request.Action}' any more.");
            await file.CopyToAsync(destination, cancellationToken);
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            throw new StreamRefusedException($"This node cannot read the file '{request.Path}' of the action '{request.Action}': {failure.Message}", failure);
        }
    }

    private async Task WriteLogAsync(StreamRequest.Log request, Stream destination, CancellationToken cancellationToken)
    {
        var attempt = FindRunning(request);
        var folder = FolderOf(request, attempt);
        if (attempt is null && !HasOutput(folder)) (attempt, folder) = await AppearAsync(request, cancellationToken);

        if (!request.Follow) attempt = null;
        // The asker learns that the answer has begun, even while there is nothing to read yet.
        await destination.FlushAsync(cancellationToken);

        using var log = await OpenAsync(folder!, request.Offset, attempt, cancellationToken);
        if (log is not null) await CopyAsync(log, request.Parts ? new LogInParts(destination) : new LogAsText(destination, log.Offset), attempt, cancellationToken);
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
    private async Task<LogReader?> OpenAsync(string folder, long offset, RunningAttempt? attempt, CancellationToken cancellationToken)
    {
        while (true)
        {
            var ended = attempt is null || attempt.Ended.IsCompleted;
            var path = WorkspaceContract.LogOf(folder);
            if (File.Exists(path)) return LogReader.Open(path, offset);
            if (ended) return null;
            await WaitAsync(attempt!, cancellationToken);
        }
    }

    private async Task CopyAsync(LogReader log, ILogWriter destination, RunningAttempt? attempt, CancellationToken cancellationToken)
    {
        var buffer = new byte[LogFrames.LongestPart];
        while (true)
        {
            // Asked before the reading: what was written before the end is read after it was seen.
            var ended = attempt is null || attempt.Ended.IsCompleted;
            int count;
            var any = false;
            while ((count = log.Read(buffer)) > 0)
            {
                var left = count - (destination.IsOfWholeCharacters ? LogReader.WholeCharacters(buffer.AsSpan(0, count)) : count);
                // The rest of a character that is just being written; behind one that was cut, or at the end, none will come.
                if (left == count && !ended && log.Offset == log.Length)
                {
                    log.Return(left);
                    break;
                }

                if (left < count) log.Return(left);
                else left = 0;
                await destination.WriteAsync(log.Offset, buffer.AsMemory(0, count - left), cancellationToken);
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
