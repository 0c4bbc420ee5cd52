using System.Globalization;
using LitePipeline.Core.Definitions.Reading;
using YamlDotNet.RepresentationModel;

namespace LitePipeline.Cli.Configuration;

/// <summary>Reads settings one by one, and keeps all that is wrong with them, so that it is told at once.</summary>
internal sealed class SettingsReader(ConfigurationFile file)
{
    private readonly HashSet<string> _known = new(StringComparer.Ordinal);
    private readonly List<(long Line, string Text)> _problems = [];
    private readonly List<(long Line, string Text)> _warnings = [];
    private readonly List<string> _passedOver = [];

    /// <summary>The keys that were asked for.</summary>
    public IReadOnlySet<string> Known => _known;

    public string? Text(string key) => Scalar(key);

    public string RequiredText(string key, string what)
    {
        if (Scalar(key) is { Length: > 0 } text) return text;
        Problem(key, $"{key} is missing; give {what}.");
        return "";
    }

    /// <summary>A path; a relative one begins at the file's folder.</summary>
    public string? FilePath(string key) => Scalar(key) is { Length: > 0 } path ? Path.GetFullPath(path, file.Folder) : null;

    public int Port(string key, int otherwise, bool canBeNone = false) => (int)Number(key, otherwise, canBeNone ? 0 : 1, 65535, canBeNone ? "a port, 1 to 65535, or 0 for none" : "a port, 1 to 65535");

    public long Number(string key, long otherwise, long least, long most, string? expected = null)
    {
        if (Scalar(key) is not { } text) return otherwise;
        if (long.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var number) && number >= least && number <= most) return number;
        Problem(key, $"{key} is '{text}'; give {expected ?? (most == long.MaxValue ? $"a whole number, {least} or more" : $"a whole number from {least} to {most}")}.");
        return otherwise;
    }

    /// <summary>A whole number; null where it is not set.</summary>
    public int? Count(string key, int least, int most) => Scalar(key) is null ? null : (int)Number(key, least, least, most);

    public double? Decimal(string key, double least, double most)
    {
        if (Scalar(key) is not { } text) return null;
        if (double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var number) && number >= least && number <= most) return number;
        Problem(key, string.Create(CultureInfo.InvariantCulture, $"{key} is '{text}'; give a number from {least} to {most}."));
        return null;
    }

    /// <summary>A mapping of names to texts; empty where there is none.</summary>
    public IReadOnlyDictionary<string, string> Mapping(string key)
    {
        _known.Add(key);
        var texts = new Dictionary<string, string>(StringComparer.Ordinal);
        switch (file.Find(key))
        {
            case null or YamlScalarNode { Value: null or "" or "null" or "~" }:
                break;
            case YamlMappingNode mapping:
                foreach (var (name, value) in mapping.Children)
                {
                    if (name is YamlScalarNode { Value: { } known } && value is YamlScalarNode { Value: { } text }) texts[known] = text;
                    else Problem(key, $"{key} has an item that is no 'name: text' line.");
                }

                break;
            default:
                Problem(key, $"{key} is one value or a list; give 'name: text' lines of its own.");
                break;
        }

        return texts;
    }

    public long? Bytes(string key) => Scalar(key) is null ? null : Number(key, 0, 0, long.MaxValue, "a number of bytes");

    public TimeSpan? Seconds(string key, double least, double most)
    {
        if (Scalar(key) is not { } text) return null;
        if (double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var seconds) && seconds >= least && seconds <= most) return TimeSpan.FromSeconds(seconds);
        Problem(key, string.Create(CultureInfo.InvariantCulture, $"{key} is '{text}'; give seconds from {least} to {most}."));
        return null;
    }

    public bool Flag(string key)
    {
        switch (Scalar(key)?.ToLowerInvariant())
        {
            // As YAML 1.1 has them, which the original reads.
            case null or "false" or "no" or "off":
                return false;
            case "true" or "yes" or "on":
                return true;
            case var other:
                Problem(key, $"{key} is '{other}'; give true or false.");
                return false;
        }
    }

    public string? OneOf(string key, params string[] choices)
    {
        if (Scalar(key) is not { } text) return null;
        if (choices.FirstOrDefault(choice => string.Equals(choice, text, StringComparison.OrdinalIgnoreCase)) is { } chosen) return chosen;
        Problem(key, $"{key} is '{text}'; give one of {string.Join(", ", choices)}.");
        return null;
    }

    /// <summary>A list's items, each a mapping of its own.</summary>
    public IEnumerable<YamlMappingNode> List(string key)
    {
        _known.Add(key);
        if (file.Find(key) is not { } value) yield break;
        if (value is not YamlSequenceNode list)
        {
            Problem(key, $"{key} is no list; begin each item with a dash.");
            yield break;
        }
        foreach (var item in list.Children)
        {
            if (item is YamlMappingNode mapping) yield return mapping;
            else Problem(key, $"{key} has an item that is no 'key: value' lines.");
        }
    }

    /// <summary>A key of the original that means nothing here.</summary>
    /// <param name="key">The key.</param>
    /// <param name="why">Why, in a few words.</param>
    public void PassOver(string key, string why)
    {
        _known.Add(key);
        if (file.Find(key) is not null) _passedOver.Add($"{key} ({why})");
    }

    /// <summary>A key of the original that asks for what this version has not.</summary>
    public void Lacks(string key, string message)
    {
        _known.Add(key);
        if (file.Find(key) is not null) Warn(key, message);
    }

    /// <summary>A key that says nothing by itself.</summary>
    public void Ignore(string key) => _known.Add(key);

    public void Warn(string? key, string message) => _warnings.Add((file.LineOf(key), $"{file.Place(key)}: {message}"));

    public void Problem(string? key, string message) => _problems.Add((file.LineOf(key), $"{file.Place(key)}: {message}"));

    /// <summary>Tells what is wrong, or else returns the warnings; both in the order of the file.</summary>
    /// <exception cref="ToolException">Something is wrong.</exception>
    public IReadOnlyList<string> Finish()
    {
        foreach (var key in file.Keys.Where(key => !_known.Contains(key))) Unknown(key);
        if (_problems.Count > 0) throw ToolException.Usage(string.Join('\n', InOrder(_problems)));
        return _passedOver.Count == 0 ? [.. InOrder(_warnings)] : [.. InOrder(_warnings), $"{file.Path}: these settings mean nothing here and are passed over: {string.Join(", ", _passedOver)}."];
    }

    private static IEnumerable<string> InOrder(List<(long Line, string Text)> told) => told.OrderBy(one => one.Line).Select(one => one.Text);

    // A slip changes what the file means; what is only unknown may be another program's.
    private void Unknown(string key)
    {
        if (_known.FirstOrDefault(known => Spelling.IsSlip(key, known)) is { } meant) Problem(key, $"{key} is not known; did you mean {meant}? Rename or remove it.");
        else Warn(key, $"{key} is not known and is passed over{(Spelling.Nearest(key, _known) is { } near ? $"; did you mean {near}?" : ".")}");
    }

    private string? Scalar(string key)
    {
        _known.Add(key);
        switch (file.Find(key))
        {
            case null:
                return null;
            case YamlScalarNode scalar:
                return scalar.Value;
            default:
                Problem(key, $"{key} is a list or has lines of its own; give one value.");
                return null;
        }
    }
}
