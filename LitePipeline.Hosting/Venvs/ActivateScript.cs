using System.Text.RegularExpressions;

namespace LitePipeline.Hosting.Venvs;

/// <summary>The scripts that make a venv the active one: <c>bin/activate</c> and its like for other shells. They name the venv's folder in full.</summary>
internal static partial class ActivateScript
{
    /// <summary>The scripts by name, and how a text is quoted in each.</summary>
    public static IReadOnlyDictionary<string, Func<string, string>> Quoting { get; } = new Dictionary<string, Func<string, string>>(StringComparer.Ordinal)
    {
        ["activate"] = text => $"'{text.Replace("'", @"'\''", StringComparison.Ordinal)}'",
        ["activate.csh"] = text => $"'{text.Replace("'", @"'\''", StringComparison.Ordinal).Replace("!", @"\!", StringComparison.Ordinal)}'",
        ["activate.fish"] = text => $"'{text.Replace(@"\", @"\\", StringComparison.Ordinal).Replace("'", @"\'", StringComparison.Ordinal)}'",
    };

    /// <summary>The folder that a script names; null where it finds its folder by itself.</summary>
    public static string? FindFolder(string script) => Assignment().Match(script) is { Success: true } found ? found.Groups["folder"].Value : null;

    /// <summary>The same script for another folder.</summary>
    public static string WithFolder(string script, string quotedFolder) => Assignment().Replace(script, found => found.Groups["before"].Value + quotedFolder);

    // VIRTUAL_ENV="/a/b" as Python's own tools and virtualenv write it for sh, csh (setenv) and fish (set -gx), also inside of $(cygpath ...).
    [GeneratedRegex(@"(?<before>\bVIRTUAL_ENV(?:=|[ \t]+)(?:\$\(cygpath[ \t]+(?:-u[ \t]+)?)?)(?:""(?<folder>/[^""\n]*)""|'(?<folder>/[^'\n]*)'|(?<folder>/[^\s""'();]+))(?=[\s;)]|$)")]
    private static partial Regex Assignment();
}
