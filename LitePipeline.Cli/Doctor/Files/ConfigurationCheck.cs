using LitePipeline.Cli.Servers;

namespace LitePipeline.Cli.Doctor.Files;

/// <summary>Whether a daemon would start from its file.</summary>
/// <param name="path">The file.</param>
/// <param name="read">Reads it as the daemon does.</param>
internal sealed class ConfigurationCheck<T>(string path, ReadConfiguration<T> read) : IDoctorCheck where T : class
{
    private Finding[] _found = [];

    public string Name => "configuration";

    /// <summary>What the file says; null where it cannot be used.</summary>
    public T? Settings { get; private set; }

    /// <summary>Reads it here and now: what else is looked at follows from it.</summary>
    public ConfigurationCheck<T> Read()
    {
        try
        {
            Settings = read(path, out var warnings);
            _found = [.. warnings.Select(warning => Finding.Warning(warning))];
            if (_found.Length == 0) _found = [Finding.Ok($"{path} can be used")];
        }
        catch (ToolException wrong)
        {
            _found = [.. wrong.Message.Split('\n').Select(line => Finding.Wrong(line))];
        }

        return this;
    }

    public ValueTask<Finding[]> LookAsync(CancellationToken cancellationToken) => new(_found);
}
