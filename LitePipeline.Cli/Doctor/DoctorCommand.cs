using System.CommandLine;
using LitePipeline.Cli.Commands;
using LitePipeline.Cli.Configuration;
using LitePipeline.Cli.Doctor.Subjects;

namespace LitePipeline.Cli.Doctor;

/// <summary><c>doctor</c>: looks a set-up through, and says what is wrong with it and how to mend it.</summary>
internal static class DoctorCommand
{
    public static ToolCommand Create(ClientOptions client)
    {
        var command = new ToolCommand("doctor", "Look a running manager through, or what a daemon runs from: say what is wrong, and how to mend it.");
        var flags = new DoctorFlags(command);
        command.SetAction(async (parsed, cancellationToken) =>
        {
            using var running = new RunningManager(client.Address(parsed), client.Credentials(parsed), TimeProvider.System);
            return await flags.ReportAsync(running.Examination(), parsed, client, cancellationToken);
        });
        command.Subcommands.Add(For(ConfigurationKind.Manager, ManagerFile.Examination, client));
        command.Subcommands.Add(For(ConfigurationKind.Node, NodeFile.Examination, client));
        command.Subcommands.Add(For(ConfigurationKind.Viewer, ViewerFile.Examination, client));
        return command
            .Example("127.0.0.1:8000 doctor")
            .Example("doctor manager /srv/litepipeline/manager/configuration.yml")
            .Example("doctor node /srv/litepipeline/node/configuration.yml --json");
    }

    private static ToolCommand For(ConfigurationKind kind, Func<string, Examination> examine, ClientOptions client)
    {
        var file = new Argument<string>("FILE") { Description = $"The {kind.Name}'s configuration.yml, on the machine and as the user that it runs on." };
        var command = new ToolCommand(kind.Name, $"Look through what a {kind.Name} runs from, whether it runs or not.") { file };
        var flags = new DoctorFlags(command);
        command.SetAction((parsed, cancellationToken) => flags.ReportAsync(examine(parsed.GetRequiredValue(file)), parsed, client, cancellationToken));
        return command.Example($"doctor {kind.Name} /srv/litepipeline/{kind.Name}/configuration.yml");
    }
}
