using System.Text.RegularExpressions;

namespace LitePipeline.Cli.Configuration;

/// <summary>The files that <c>config</c> writes, before the values of an installation are in them.</summary>
internal static partial class Template
{
    public static string Fill(string name, IReadOnlyDictionary<string, string> values) => Place().Replace(Read(name), place => values[place.Groups[1].Value]);

    public static string Read(string name)
    {
        using var stream = typeof(Template).Assembly.GetManifestResourceStream(name) ?? throw new FileNotFoundException($"The tool lacks its template {name}.");
        using var text = new StreamReader(stream);
        return text.ReadToEnd();
    }

    [GeneratedRegex(@"\{\{(\w+)\}\}")]
    private static partial Regex Place();
}
