using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;

namespace LitePipeline.Cli.Configuration;

/// <summary>A text as a word of the languages that the generated files are written in.</summary>
internal static class Quotes
{
    /// <summary>YAML takes JSON's strings.</summary>
    public static string Yaml(string text) => $"\"{JsonEncodedText.Encode(text, JavaScriptEncoder.UnsafeRelaxedJsonEscaping)}\"";

    public static string Shell(string text) => IsPlain(text) ? text : $"'{text.Replace("'", "'\\''", StringComparison.Ordinal)}'";

    public static string Systemd(string text)
    {
        var escaped = new StringBuilder(text).Replace("%", "%%").Replace("$", "$$").ToString();
        return IsPlain(text) ? text : $"\"{escaped.Replace("\\", "\\\\", StringComparison.Ordinal).Replace("\"", "\\\"", StringComparison.Ordinal)}\"";
    }

    private static bool IsPlain(string text) => text.Length > 0 && text.All(c => char.IsAsciiLetterOrDigit(c) || c is '/' or '.' or '_' or '-' or ':' or '=' or '@' or '+' or ',');
}
