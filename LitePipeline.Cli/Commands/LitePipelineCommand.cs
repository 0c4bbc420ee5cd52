using System.CommandLine;
using LitePipeline.Cli.Backup;
using LitePipeline.Cli.Completion;
using LitePipeline.Cli.Configuration;
using LitePipeline.Cli.Doctor;
using LitePipeline.Cli.Packing;
using LitePipeline.Cli.Servers;
using LitePipeline.Cli.Stores;
using LitePipeline.Cli.Users;
using LitePipeline.Cli.Watching;

namespace LitePipeline.Cli.Commands;

/// <summary>All that the tool understands.</summary>
internal static class LitePipelineCommand
{
    public static RootCommand Create(Func<string, string?> environment)
    {
        var client = new ClientOptions(environment);
        var root = new RootCommand("LitePipeline: runs pipelines of programs on one machine or many.")
        {
            PackageCommands.Create(PackageKind.Venv, client),
            HistoryCommands.Create(PackageKind.Venv, client),
            PackageCommands.Create(PackageKind.Application, client),
            HistoryCommands.Create(PackageKind.Application, client),
            CacheCommands.Create(client),
            SecretCommands.Create(client),
            TaskCommands.Create(client),
            ClusterCommands.Create(client),
            WorkspaceCommands.Create(client),
            ArtifactCommands.Create(client),
            WorkflowCommands.Create(client),
            WorkCommands.Create(client),
            ScheduleCommands.Create(client),
            ServiceCommands.Create(client),
            EventsCommand.Create(client),
            AuditCommands.Create(client),
            PackCommand.Create(),
            BackupCommands.Backup(),
            BackupCommands.Restore(),
            DoctorCommand.Create(client),
            StoreCommands.Create(),
            CompletionCommand.Create(),
            ServerCommands.Up(),
            ServerCommands.Manager(),
            NodeCommands.AddTo(ServerCommands.Node(), client),
            ServerCommands.Viewer(),
            ConfigCommand.Create(),
            UserCommand.Create(),
        };
        client.AddTo(root);
        // As the original has it; behind 'venv', -v is the venv's id.
        foreach (var version in root.Options.OfType<VersionOption>()) version.Aliases.Add("-v");
        HelpPage.AddTo(root);
        return root;
    }
}
