using System.CommandLine;
using System.Globalization;
using LitePipeline.Cli.Commands;
using LitePipeline.Cli.Configuration;
using LitePipeline.Cli.Servers;

namespace LitePipeline.Cli.Backup;

/// <summary><c>backup</c> and <c>restore</c>: all that a manager keeps, in one file.</summary>
internal static class BackupCommands
{
    public static ToolCommand Backup()
    {
        var (data, config) = (Data(), Config());
        var output = ServerOptions.NotEmpty(new Option<string>("--output", "-o") { Description = "The backup's file; litepipeline-TIME.backup.tar.gz in the current folder by default.", HelpName = "FILE" });
        var command = new ToolCommand("backup", "Back up all that a manager keeps, also while it runs.") { data, config, output };
        command.SetAction(async (parsed, cancellationToken) =>
        {
            var folder = Folder(parsed, data, config);
            if (!File.Exists(Path.Combine(folder, BackupFormat.Database))) throw ToolException.Failed($"{folder} is no data folder of a manager: it has no {BackupFormat.Database}. Name the manager's with --data or -c.");
            var now = TimeProvider.System.GetUtcNow();
            var file = Path.GetFullPath(parsed.GetValue(output) ?? string.Create(CultureInfo.InvariantCulture, $"litepipeline-{now:yyyyMMdd-HHmmss}.backup.tar.gz"));
            if (Path.Exists(file)) throw ToolException.Failed($"{file} is there already and is not written over; move it away, or name another one with -o.");
            var packages = await new BackupWriter(folder, TimeProvider.System).WriteAsync(file, cancellationToken);
            LastBackup.Remember(folder, now);
            await parsed.InvocationConfiguration.Output.WriteLineAsync($"{file}: the database and {packages} packages, {new FileInfo(file).Length:N0} bytes");
            if (Directory.Exists(Path.Combine(folder, ManagerHost.SecretKeys)) && Directory.EnumerateFiles(Path.Combine(folder, ManagerHost.SecretKeys)).Any())
                await parsed.InvocationConfiguration.Error.WriteLineAsync($"The keys of its secrets are not in it: keep a copy of {Path.Combine(folder, ManagerHost.SecretKeys)} apart from it, or the secrets are to be set anew after a restore.");
            return ExitCode.Ok;
        });
        return command.Example("backup -c /srv/litepipeline/manager/configuration.yml -o /backups/today.tar.gz").Example("backup --data .litepipeline/up");
    }

    public static ToolCommand Restore()
    {
        var (data, config) = (Data(), Config());
        var file = new Argument<string>("FILE") { Description = "The backup." };
        var command = new ToolCommand("restore", "Make a manager's data folder of a backup; start the manager on it then.") { file, data, config };
        command.SetAction(async (parsed, cancellationToken) =>
        {
            var folder = Folder(parsed, data, config);
            var manifest = await BackupReader.RestoreAsync(Path.GetFullPath(parsed.GetRequiredValue(file)), folder, cancellationToken);
            await parsed.InvocationConfiguration.Output.WriteLineAsync($"{folder}: as it was at {manifest.CreatedAt:yyyy-MM-dd HH:mm:ss} UTC, with {manifest.Files.Keys.Count(name => BackupFormat.ContentOf(name) is not null)} packages");
            return ExitCode.Ok;
        });
        return command.Example("restore /backups/today.tar.gz --data /srv/litepipeline/manager/data");
    }

    private static Option<string> Data() => ServerOptions.NotEmpty(new Option<string>("--data") { Description = "The manager's data folder.", HelpName = "DIR" });

    private static Option<string> Config() => ServerOptions.NotEmpty(new Option<string>("--config", "-c") { Description = "The manager's configuration.yml, which names the folder.", HelpName = "FILE" });

    private static string Folder(ParseResult parsed, Option<string> data, Option<string> config) => (parsed.GetValue(data), parsed.GetValue(config)) switch
    {
        ({ } folder, null) => Path.TrimEndingDirectorySeparator(Path.GetFullPath(folder)),
        (null, { } file) => ManagerConfiguration.Read(file, out _) is { Postgres: null } settings
            ? Path.TrimEndingDirectorySeparator(Path.GetFullPath(settings.DataPath))
            : throw ToolException.Failed($"{file}: this manager keeps its state in PostgreSQL, which pg_dump backs up; the packages in its data folder are files. docs/stores.md says in which order."),
        _ => throw ToolException.Usage("Name the manager's data by one of --data DIR and -c FILE."),
    };
}
