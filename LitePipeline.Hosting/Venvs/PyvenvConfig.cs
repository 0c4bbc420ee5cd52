using System.Text.RegularExpressions;

namespace LitePipeline.Hosting.Venvs;

/// <summary>A venv's <c>pyvenv.cfg</c>: lines of <c>key = value</c>.</summary>
internal sealed partial class PyvenvConfig(string text)
{
    public const string FileName = "pyvenv.cfg";

    /// <summary>The folder of the Python that the venv was made from; empty where it is not said.</summary>
    public string Home { get; } = Find(text, "home");

    /// <summary>That Python's version, major and minor: what the venv's packages are made for. Empty where it is not said.</summary>
    public string Version { get; } = MajorAndMinor(Find(text, "version") is { Length: > 0 } version ? version : Find(text, "version_info"));

    /// <summary>The same for another Python of the same version.</summary>
    public string WithPython(string python) => Replace(Replace(text, "home", Path.GetDirectoryName(python)!), "executable", python);

    /// <summary>Of <c>3.11.7</c> the <c>3.11</c>; empty for what does not begin so.</summary>
    public static string MajorAndMinor(string version) => VersionNumber().Match(version).Value;

    private static string Find(string text, string key) => Line(key).Match(text).Groups["value"].Value;

    private static string Replace(string text, string key, string value) => Line(key).Replace(text, line => line.Groups["key"].Value + value);

    private static Regex Line(string key) => new($@"^(?<key>[ \t]*{key}[ \t]*=[ \t]*)(?<value>[^\r\n]*?)(?=[ \t]*\r?$)", RegexOptions.Multiline | RegexOptions.CultureInvariant);

    [GeneratedRegex(@"^\d+\.\d+")]
    private static partial Regex VersionNumber();
}
