using LitePipeline.Core.Actions;

namespace LitePipeline.Hosting.Executors;

/// <summary>The argument vector of a process action. What an application wrote becomes shell text only as far as its own <c>main</c> asks for a shell; paths are always passed as arguments.</summary>
internal static class ActionCommand
{
    private const string NoDaemon = "--nodaemon";

    /// <summary>Builds the arguments.</summary>
    /// <exception cref="ActionNotStartedException">The action's definition cannot be run here.</exception>
    public static List<string> Build(string main, string? env, string applicationFolder, string workspace)
    {
        var words = Split(main);
        if (env is null)
        {
            return words is null
                ? ["bash", "-c", $"{ShellLine(main)} \"$0\" {NoDaemon}", workspace]
                : [.. words, workspace, NoDaemon];
        }
        var folder = EnvironmentFolder(env, applicationFolder);
        return words is null
            ? ["bash", "-c", $"source \"$1/bin/activate\" && shift && {ShellLine(main)} \"$1\" {NoDaemon}", "bash", folder, workspace]
            : ["bash", "-c", "source \"$1/bin/activate\" && shift && exec \"$@\"", "bash", folder, .. words, workspace, NoDaemon];
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

    private static string EnvironmentFolder(string env, string applicationFolder)
    {
        if (Guid.TryParse(env, out _))
            throw new ActionNotStartedException($"The action's env, {env}, is a venv's id; this version takes a venv inside of the package only. Put the venv into the package and give its path, such as venvs/venv.");
        var folder = Path.GetFullPath(Path.Combine(applicationFolder, env));
        if (!folder.StartsWith(Path.TrimEndingDirectorySeparator(applicationFolder) + Path.DirectorySeparatorChar, StringComparison.Ordinal))
            throw new ActionNotStartedException($"The action's env, {env}, lies outside of its package; give a path below the package's folder.");
        if (!File.Exists(Path.Combine(folder, "bin", "activate")))
            throw new ActionNotStartedException($"The action's env, {env}, is no venv: there is no file {env}/bin/activate in the package.");
        return folder;
    }
}

/// <summary>An action cannot be started; the message is for its failure.</summary>
internal sealed class ActionNotStartedException(string message) : Exception(message)
{
    public ActionFailure Failure => new(ActionFailureKind.NotStarted, Message);
}
