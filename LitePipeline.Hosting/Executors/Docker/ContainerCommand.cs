namespace LitePipeline.Hosting.Executors.Docker;

/// <summary>The argument vector of a container. A shell, the image's <c>sh</c>, is asked for only where the action's <c>main</c> or a venv needs one.</summary>
internal static class ContainerCommand
{
    // A venv's python is a link to where the node's machine has it. Where the image has it elsewhere, the image's own is the next in the
    // PATH, and it only has to be told where the venv's packages are.
    private const string Activate =
        ". \"$1/bin/activate\" && if [ -h \"$1/bin/python3\" ] && [ ! -x \"$1/bin/python3\" ]; then PYTHONPATH=$(echo \"$1\"/lib/python3*/site-packages); export PYTHONPATH; fi && shift && ";

    /// <exception cref="ActionNotStartedException">The action's definition cannot be run.</exception>
    public static List<string> Build(string main, string? venvFolder)
    {
        var words = ActionCommand.Split(main);
        if (venvFolder is null)
        {
            return words is null
                ? ["sh", "-c", $"{ActionCommand.ShellLine(main)} \"$0\" {ActionCommand.NoDaemon}", ContainerFolders.Workspace]
                : [.. words, ContainerFolders.Workspace, ActionCommand.NoDaemon];
        }

        return words is null
            ? ["sh", "-c", $"{Activate}{ActionCommand.ShellLine(main)} \"$1\" {ActionCommand.NoDaemon}", "sh", venvFolder, ContainerFolders.Workspace]
            : ["sh", "-c", $"{Activate}exec \"$@\"", "sh", venvFolder, .. words, ContainerFolders.Workspace, ActionCommand.NoDaemon];
    }
}
