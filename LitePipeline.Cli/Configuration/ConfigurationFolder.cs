using System.Security.Cryptography;
using System.Text;

namespace LitePipeline.Cli.Configuration;

/// <summary>A folder for a daemon: its configuration.yml, a start script and a systemd unit, with the paths filled in.</summary>
internal static class ConfigurationFolder
{
    private const UnixFileMode Private = UnixFileMode.UserRead | UnixFileMode.UserWrite;
    private const UnixFileMode Shared = Private | UnixFileMode.GroupRead | UnixFileMode.OtherRead;
    private const UnixFileMode Executable = Shared | UnixFileMode.UserExecute | UnixFileMode.GroupExecute | UnixFileMode.OtherExecute;

    /// <summary>A secret that nodes show to their manager.</summary>
    public static string NewToken() => Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(24));

    /// <summary>Writes the files; nothing that is there is written over.</summary>
    /// <param name="kind">The daemon.</param>
    /// <param name="folder">The folder; made where it is not there.</param>
    /// <param name="token">The secret between manager and nodes; null for a new one, which a node must be given.</param>
    /// <returns>What was written, a line each.</returns>
    /// <exception cref="ToolException">A file is there already, or the folder cannot be written.</exception>
    public static IReadOnlyList<string> Write(ConfigurationKind kind, string folder, string? token = null)
    {
        var path = Path.GetFullPath(folder);
        Refuse(kind, path);
        try
        {
            Directory.CreateDirectory(path);
            var values = Values(kind, path, token);
            WriteFile(Path.Combine(path, ConfigurationKind.ConfigurationFile), Template.Fill($"{kind.Name}.yml", values), Private);
            WriteFile(Path.Combine(path, kind.Script), Template.Fill("server.sh", values), Executable);
            WriteFile(Path.Combine(path, kind.Unit), Template.Fill("server.service", values), Shared);
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            throw ToolException.Failed($"{path} cannot be written: {failure.Message}", failure);
        }
        return
        [
            Path.Combine(path, ConfigurationKind.ConfigurationFile),
            $"{Path.Combine(path, kind.Script)} (start, stop, restart, status)",
            $"{Path.Combine(path, kind.Unit)} (its first lines say how to install it)",
        ];
    }

    /// <summary>Refuses a folder that has one of the files already.</summary>
    public static void Refuse(ConfigurationKind kind, string folder)
    {
        foreach (var name in (string[])[ConfigurationKind.ConfigurationFile, kind.Script, kind.Unit])
            if (Path.Combine(Path.GetFullPath(folder), name) is var path && Path.Exists(path))
                throw ToolException.Failed($"{path} is there already and is not written over; move it away, or name another folder.");
    }

    private static Dictionary<string, string> Values(ConfigurationKind kind, string folder, string? token) => new()
    {
        ["name"] = kind.Name,
        ["data_path"] = Quotes.Yaml(Path.Combine(folder, "data")),
        ["log_path"] = Quotes.Yaml(Path.Combine(folder, "logs")),
        ["node_token"] = (token, kind) switch
        {
            ({ } given, _) => $"node_token: {given}",
            (null, { Name: "manager" }) => $"node_token: {NewToken()}",
            _ => "# node_token: the one in the manager's file",
        },
        ["unit_reload"] = kind == ConfigurationKind.Manager ? "# Reads the users again.\nExecReload=/bin/kill -HUP $MAINPID\n" : "",
        ["unit"] = kind.Unit,
        ["unit_path"] = Quotes.Shell(Path.Combine(folder, kind.Unit)),
        ["unit_folder"] = folder.Replace("%", "%%", StringComparison.Ordinal),
        ["unit_command"] = string.Join(' ', OwnCommand.Words.Append(kind.Name).Append("-c").Append(Path.Combine(folder, ConfigurationKind.ConfigurationFile)).Select(Quotes.Systemd)),
        ["shell_command"] = string.Join(' ', OwnCommand.Words.Select(Quotes.Shell)),
        ["user"] = Environment.UserName,
    };

    private static void WriteFile(string path, string text, UnixFileMode mode)
    {
        var options = new FileStreamOptions { Mode = FileMode.CreateNew, Access = FileAccess.Write };
        if (!OperatingSystem.IsWindows()) options.UnixCreateMode = mode;
        using var file = new FileStream(path, options);
        file.Write(Encoding.UTF8.GetBytes(text));
    }
}
