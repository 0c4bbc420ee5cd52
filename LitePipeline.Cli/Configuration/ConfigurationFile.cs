using YamlDotNet.Core;
using YamlDotNet.RepresentationModel;

namespace LitePipeline.Cli.Configuration;

/// <summary>A configuration.yml as it was written: its keys, their values, and the line of each.</summary>
internal sealed class ConfigurationFile
{
    private readonly Dictionary<string, YamlNode> _values = new(StringComparer.Ordinal);
    private readonly Dictionary<string, long> _lines = new(StringComparer.Ordinal);

    private ConfigurationFile(string path) => (Path, Folder) = (path, System.IO.Path.GetDirectoryName(System.IO.Path.GetFullPath(path))!);

    /// <summary>The file, as it was named.</summary>
    public string Path { get; }

    /// <summary>The folder that the file lies in.</summary>
    public string Folder { get; }

    public IEnumerable<string> Keys => _values.Keys;

    /// <exception cref="ToolException">It cannot be read, or is no YAML mapping.</exception>
    public static ConfigurationFile Read(string path)
    {
        try
        {
            using var text = new StreamReader(path);
            var stream = new YamlStream();
            stream.Load(text);
            var file = new ConfigurationFile(path);
            if (stream.Documents is [{ RootNode: var root }, ..]) file.Take(root);
            return file;
        }
        catch (YamlException wrong)
        {
            throw ToolException.Usage($"{path}:{wrong.Start.Line}: this is not YAML: {wrong.InnerException?.Message ?? wrong.Message}");
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            throw ToolException.Usage($"-c/--config: {failure.Message}");
        }
    }

    /// <summary>A key's value; null where it is missing or null, as the original writes what is not set.</summary>
    public YamlNode? Find(string key) => _values.GetValueOrDefault(key) is { } value && !IsNull(value) ? value : null;

    /// <summary>Where a key stands, for messages.</summary>
    public string Place(string? key) => LineOf(key) is > 0 and var line ? $"{Path}:{line}" : Path;

    /// <summary>The line of a key; 0 where it is missing.</summary>
    public long LineOf(string? key) => key is null ? 0 : _lines.GetValueOrDefault(key);

    public static bool IsNull(YamlNode value) =>
        value is YamlScalarNode { Style: ScalarStyle.Plain, Value: null or "" or "~" or "null" or "Null" or "NULL" };

    private void Take(YamlNode root)
    {
        if (root is YamlScalarNode && IsNull(root)) return;
        if (root is not YamlMappingNode settings) throw ToolException.Usage($"{Path}: this is no list of settings; write 'key: value' lines.");
        foreach (var (name, value) in settings.Children)
        {
            if (name is not YamlScalarNode { Value: { } key }) throw ToolException.Usage($"{Path}:{name.Start.Line}: a setting's name must be a word.");
            _values[key] = value;
            _lines[key] = name.Start.Line;
        }
    }
}
