using LitePipeline.Core.Actions;
using LitePipeline.Core.Messages;
using LitePipeline.Hosting.Logs;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace LitePipeline.Hosting.Node;

/// <summary>Looks after the files of a process action while it runs: passes its progress on, and keeps its log from filling the disk.</summary>
internal sealed partial class AttemptWatch(NodeConnection connection, IOptions<NodeOptions> options, TimeProvider time, ILogger<AttemptWatch> logger)
{
    private static readonly TimeSpan Interval = TimeSpan.FromMilliseconds(500);

    public async Task<ActionExit> FollowAsync(string workspace, RunningAttempt running, Task<ActionExit> completion)
    {
        var attempt = running.Key;
        var (progress, limit) = (new ProgressTail(workspace), new LogLimit(options.Value.MaxLogBytes));
        using var ended = new CancellationTokenSource();
        while (!completion.IsCompleted)
        {
            await Task.WhenAny(completion, Task.Delay(Interval, time, ended.Token));
            if (progress.ReadNew() is { } told) connection.TrySend(new NodeMessage.ActionProgressed(attempt, told.Fraction, running.Mask.Apply(told.Message)));
            Keep(limit, workspace, attempt);
        }

        await ended.CancelAsync();
        return await completion;
    }

    private void Keep(LogLimit limit, string workspace, AttemptKey attempt)
    {
        try
        {
            if (!limit.Apply(WorkspaceContract.LogOf(workspace))) LogNoHoles(attempt, options.Value.MaxLogBytes);
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            LogNotCut(failure, attempt);
        }
    }

    [LoggerMessage(2310, LogLevel.Warning, "The output of the attempt {Attempt} is longer than MaxLogBytes, {Limit}, and grows on: the file system of the node's data folder cannot give back a part of a file.")]
    private partial void LogNoHoles(AttemptKey attempt, long limit);

    [LoggerMessage(2311, LogLevel.Warning, "The output of the attempt {Attempt} could not be kept short.")]
    private partial void LogNotCut(Exception failure, AttemptKey attempt);
}
