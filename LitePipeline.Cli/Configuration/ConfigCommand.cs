using System.CommandLine;
using LitePipeline.Cli.Commands;

namespace LitePipeline.Cli.Configuration;

/// <summary><c>config</c>: writes what daemons run from.</summary>
internal static class ConfigCommand
{
    public static ToolCommand Create()
    {
        var folder = Folder("The folder; a manager, a node and a viewer that belong together get a folder each in it.");
        var command = new ToolCommand("config", "Write configuration files, start scripts and systemd units for the daemons.") { folder };
        foreach (var kind in ConfigurationKind.All) command.Subcommands.Add(For(kind));
        command.SetAction((parsed, _) => WriteAllAsync(parsed.GetRequiredValue(folder), parsed.InvocationConfiguration.Output));
        return command
            .Example("config /srv/litepipeline")
            .Example("config node /srv/second-node");
    }

    private static ToolCommand For(ConfigurationKind kind)
    {
        var folder = Folder("The folder; made where it is not there.");
        var command = new ToolCommand(kind.Name, $"Write those of a {kind.Name} only.") { folder };
        command.SetAction(async (parsed, _) =>
        {
            foreach (var line in ConfigurationFolder.Write(kind, parsed.GetRequiredValue(folder))) await parsed.InvocationConfiguration.Output.WriteLineAsync(line);
            return ExitCode.Ok;
        });
        return command;
    }

    private static async Task<int> WriteAllAsync(string folder, TextWriter output)
    {
        var token = ConfigurationFolder.NewToken();
        foreach (var kind in ConfigurationKind.All) ConfigurationFolder.Refuse(kind, Path.Combine(folder, kind.Name));
        foreach (var kind in ConfigurationKind.All)
            foreach (var line in ConfigurationFolder.Write(kind, Path.Combine(folder, kind.Name), token)) await output.WriteLineAsync(line);
        return ExitCode.Ok;
    }

    private static Argument<string> Folder(string description) => new("DIR") { Description = description };
}
