namespace LitePipeline.Cli;

/// <summary>Ends the command with a message for people and an exit code for scripts.</summary>
internal sealed class ToolException(int exitCode, string message, Exception? inner = null) : Exception(message, inner)
{
    public int ExitCode { get; } = exitCode;

    public static ToolException Failed(string message, Exception? inner = null) => new(Cli.ExitCode.Failed, message, inner);

    public static ToolException Usage(string message) => new(Cli.ExitCode.Usage, message);
}
