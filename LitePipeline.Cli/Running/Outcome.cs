using LitePipeline.Cli.Watching;
using LitePipeline.Core.Tasks;

namespace LitePipeline.Cli.Running;

/// <summary>What the end of a task or a work is for the shell that waited for it.</summary>
internal static class Outcome
{
    public const string Description = "The exit code says how it ended: 0 success, 10 fail, 11 kill, 12 cancel, 13 terminate, 14 error.";

    /// <summary>The exit code; anything but success is said on standard error, too.</summary>
    public static int Of(string what, RunStatus status, string? message) => status == RunStatus.Success
        ? ExitCode.Ok
        : throw new ToolException(CodeOf(status), $"The {what} ended with {WatchWords.Of(status)}{(string.IsNullOrEmpty(message) ? "." : $": {message}")}");

    private static int CodeOf(RunStatus status) => status switch
    {
        RunStatus.Fail => ExitCode.EndedFail,
        RunStatus.Kill => ExitCode.EndedKill,
        RunStatus.Cancel => ExitCode.EndedCancel,
        RunStatus.Terminate => ExitCode.EndedTerminate,
        _ => ExitCode.EndedError,
    };
}
