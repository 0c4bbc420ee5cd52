using LitePipeline.Core.Actions;

namespace LitePipeline.Hosting.Executors;

/// <summary>Says what an exit code means.</summary>
internal static class ProcessExit
{
    public static ActionExit Describe(int? code, string? outOfMemory = null) => code switch
    {
        0 => new ActionExit { ReturnCode = 0 },
        _ when outOfMemory is not null => Failed(code, outOfMemory),
        null => Failed(null, "The process ended, but the host took its exit code; remove what waits for all children in the node's process."),
        < 0 => Failed(code, $"Signal {-code}{Name(-code.Value)} ended it."),
        127 => Failed(code, "It ended with exit code 127: a command was not found."),
        _ => Failed(code, $"It ended with exit code {code}."),
    };

    private static ActionExit Failed(int? code, string message) =>
        new() { ReturnCode = code, Failure = new ActionFailure(ActionFailureKind.Exit, message) };

    private static string Name(int signal) => signal switch
    {
        1 => " (SIGHUP)",
        2 => " (SIGINT)",
        4 => " (SIGILL)",
        6 => " (SIGABRT)",
        7 => " (SIGBUS)",
        8 => " (SIGFPE)",
        9 => " (SIGKILL; where nobody sent it, the machine was out of memory)",
        11 => " (SIGSEGV)",
        13 => " (SIGPIPE)",
        15 => " (SIGTERM)",
        _ => "",
    };
}
