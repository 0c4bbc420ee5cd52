using Microsoft.Extensions.Logging;

namespace LitePipeline.Hosting.Manager;

internal sealed partial class ManagerLoop
{
    [LoggerMessage(1001, LogLevel.Information, "Restored {Applications} applications and {Tasks} unfinished tasks")]
    private partial void LogRestored(int applications, int tasks);

    [LoggerMessage(1002, LogLevel.Error, "A decision could not be committed; the manager starts over from its store")]
    private partial void LogStartOver(Exception exception);

    [LoggerMessage(1003, LogLevel.Error, "The store could not be loaded (attempt {Attempt}); trying again")]
    private partial void LogRestoreFailed(Exception exception, int attempt);

    [LoggerMessage(1004, LogLevel.Warning, "A decision is not committed yet (attempt {Attempt}); trying again: {Reason}")]
    private static partial void LogCommitFailed(ILogger logger, int attempt, string reason);
}
