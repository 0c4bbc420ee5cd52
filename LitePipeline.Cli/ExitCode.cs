namespace LitePipeline.Cli;

/// <summary>What the tool's exit code tells a script.</summary>
internal static class ExitCode
{
    /// <summary>Done.</summary>
    public const int Ok = 0;

    /// <summary>The command was understood, and was refused or failed.</summary>
    public const int Failed = 1;

    /// <summary>The command was not understood, or asks for what may not be; nothing was tried.</summary>
    public const int Usage = 2;

    /// <summary>The task or work that was waited for ended with <c>fail</c>.</summary>
    public const int EndedFail = 10;

    /// <summary>The task or work that was waited for ended with <c>kill</c>.</summary>
    public const int EndedKill = 11;

    /// <summary>The task or work that was waited for ended with <c>cancel</c>.</summary>
    public const int EndedCancel = 12;

    /// <summary>The task or work that was waited for ended with <c>terminate</c>.</summary>
    public const int EndedTerminate = 13;

    /// <summary>The task or work that was waited for ended with <c>error</c>.</summary>
    public const int EndedError = 14;

    /// <summary>Ended by Ctrl-C.</summary>
    public const int Interrupted = 130;
}
