namespace LitePipeline.Hosting.Executors.Docker;

/// <summary>The argument vector of a container. A shell, the image's <c>sh</c>, is asked for only where the action's <c>main</c> or a venv needs one.</summary>
internal static class ContainerCommand
{
    private const string NoDaemon = "--nodaemon";

    /// <exception cref="ActionNotStartedException">The action's definition cannot be run.</exception>
    public static List<string> Build(string main, string? env)
    {
        var words = ActionCommand.Split(main);
        if (env is null)
        {
            return words is null
                ? ["sh", "-c", $"{ActionCommand.ShellLine(main)} \"$0\" {NoDaemon}", ContainerFolders.Workspace]
                : [.. words, ContainerFolders.Workspace, NoDaemon];
        }

        var folder = Guid.TryParse(env, out _) ? ContainerFolders.Venv : $"{ContainerFolders.Application}/{env}";
        return words is null
            ? ["sh", "-c", $". \"$1/bin/activate\" && shift && {ActionCommand.ShellLine(main)} \"$1\" {NoDaemon}", "sh", folder, ContainerFolders.Workspace]
            : ["sh", "-c", ". \"$1/bin/activate\" && shift && exec \"$@\"", "sh", folder, .. words, ContainerFolders.Workspace, NoDaemon];
    }
}
