using System.CommandLine;

namespace LitePipeline.Cli.Commands;

/// <summary>All that the tool understands.</summary>
internal static class LitePipelineCommand
{
    public static RootCommand Create(Func<string, string?> environment)
    {
        var client = new ClientOptions(environment);
        var root = new RootCommand("LitePipeline: runs pipelines of programs on one machine or many.")
        {
            AppCommands.Create(client),
            TaskCommands.Create(client),
            ClusterCommands.Create(client),
            WorkspaceCommands.Create(client),
            Servers.ServerCommands.Up(),
            Servers.ServerCommands.Manager(),
            Servers.ServerCommands.Node(),
        };
        client.AddTo(root);
        return root;
    }
}
