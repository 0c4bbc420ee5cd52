using System.CommandLine;
using LitePipeline.Cli.Configuration;

namespace LitePipeline.Cli.Servers;

/// <summary>Reads a daemon's configuration file.</summary>
internal delegate T ReadConfiguration<out T>(string path, out IReadOnlyList<string> warnings);

/// <summary><c>-c</c> and <c>-g</c> of a daemon, as the original's have them.</summary>
internal sealed class ConfigurationOptions(ConfigurationKind kind)
{
    private readonly Option<string> _config = ServerOptions.NotEmpty(new Option<string>("--config", "-c") { Description = "Run with this configuration.yml, ours or the original's, instead of the options here.", HelpName = "FILE" });
    private readonly Option<string> _generate = ServerOptions.NotEmpty(new Option<string>("--generate-config", "-g") { Description = "Write a configuration.yml, a start script and a systemd unit into this folder, and end.", HelpName = "DIR" });

    public void AddTo(Command command)
    {
        var others = command.Options.ToList();
        command.Options.Add(_config);
        command.Options.Add(_generate);
        command.Validators.Add(result =>
        {
            var chosen = result.GetResult(_config) ?? result.GetResult(_generate);
            if (chosen is null) return;
            if (result.GetResult(_config) is not null && result.GetResult(_generate) is not null) result.AddError("-c/--config and -g/--generate-config do not go together; give one.");
            foreach (var other in others.Where(other => result.GetResult(other) is { Implicit: false }))
                result.AddError($"{other.Name} does not go together with {string.Join('/', chosen.Option.Aliases.Append(chosen.Option.Name))}; the file says it.");
        });
    }

    /// <summary>Writes the files where that was asked for; false where it was not.</summary>
    public async Task<bool> GenerateAsync(ParseResult parsed)
    {
        if (parsed.GetValue(_generate) is not { } folder) return false;
        foreach (var line in ConfigurationFolder.Write(kind, folder)) await parsed.InvocationConfiguration.Output.WriteLineAsync(line);
        return true;
    }

    /// <summary>Reads the file and tells its warnings; null where none was named.</summary>
    public async Task<T?> ReadAsync<T>(ParseResult parsed, ReadConfiguration<T> read) where T : class
    {
        if (parsed.GetValue(_config) is not { } path) return null;
        var settings = read(path, out var warnings);
        foreach (var warning in warnings) await parsed.InvocationConfiguration.Error.WriteLineAsync($"Warning: {warning}");
        return settings;
    }
}
