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

    /// <summary>Ended by Ctrl-C.</summary>
    public const int Interrupted = 130;
}
