using LitePipeline.Core.Actions;

namespace LitePipeline.Hosting.Executors;

/// <summary>The argument vector of a process action. What an application wrote becomes shell text only as far as its own <c>main</c> asks for a shell; paths are always passed as arguments.</summary>
internal static class ActionCommand
{
    /// <summary>What the original puts behind the workspace; its actions may look for it.</summary>
    public const string NoDaemon = "--nodaemon";

    /// <summary>Builds the arguments.</summary>
    /// <exception cref="ActionNotStartedException">The action's definition cannot be run here.</exception>
    public static List<string> Build(string main, string? venvFolder, string workspace)
    {
        var words = Split(main);
        if (venvFolder is null)
        {
            return words is null
                ? ["bash", "-c", $"{ShellLine(main)} \"$0\" {NoDaemon}", workspace]
                : [.. words, workspace, NoDaemon];
        }

        return words is null
            ? ["bash", "-c", $"source \"$1/bin/activate\" && shift && {ShellLine(main)} \"$1\" {NoDaemon}", "bash", venvFolder, workspace]
            : ["bash", "-c", "source \"$1/bin/activate\" && shift && exec -- \"$@\"", "bash", venvFolder, .. words, workspace, NoDaemon];
    }

    /// <summary>The words of a command line; null where it needs a shell.</summary>
    /// <exception cref="ActionNotStartedException">It cannot be run.</exception>
    public static List<string>? Split(string main)
    {
        try { return ShellWords.Split(main); }
        catch (FormatException failure)
        {
            throw new ActionNotStartedException($"The action's main, {main}, cannot be run: {failure.Message}.");
        }
    }

    // `exec` takes a command only, not an assignment before one and not a group.
    public static string ShellLine(string main) =>
        ShellWords.BeginsWithAssignment(main) || main.TrimStart().StartsWith('(') || main.TrimStart().StartsWith('{') ? main : "exec " + main;
}

/// <summary>An action cannot be started; the message is for its failure.</summary>
internal class ActionNotStartedException(string message, ActionFailureKind kind = ActionFailureKind.NotStarted, Exception? inner = null) : Exception(message, inner)
{
    public ActionFailure Failure => new(kind, Message);
}
