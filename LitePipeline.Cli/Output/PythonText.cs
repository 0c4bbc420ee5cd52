using System.Globalization;
using System.Text;
using System.Text.Json;

namespace LitePipeline.Cli.Output;

/// <summary>Writes JSON values as the original's tables show them: as Python's <c>str()</c> does.</summary>
internal static class PythonText
{
    /// <summary>The text of a value in a cell.</summary>
    public static string Of(JsonElement value)
    {
        if (value.ValueKind == JsonValueKind.String) return value.GetString()!;
        var text = new StringBuilder();
        Append(text, value);
        return text.ToString();
    }

    /// <summary>How many characters Python counts: code points, not UTF-16 units.</summary>
    public static int Length(string text)
    {
        var pairs = 0;
        for (var i = 1; i < text.Length; i++)
            if (char.IsSurrogatePair(text[i - 1], text[i])) pairs++;
        return text.Length - pairs;
    }

    /// <summary>The first characters, counted as <see cref="Length"/> does.</summary>
    public static string Cut(string text, int length)
    {
        var end = 0;
        for (var taken = 0; taken < length && end < text.Length; taken++)
            end += end + 1 < text.Length && char.IsSurrogatePair(text[end], text[end + 1]) ? 2 : 1;
        return text[..end];
    }

    private static void Append(StringBuilder text, JsonElement value)
    {
        switch (value.ValueKind)
        {
            case JsonValueKind.Null: text.Append("None"); break;
            case JsonValueKind.True: text.Append("True"); break;
            case JsonValueKind.False: text.Append("False"); break;
            case JsonValueKind.String: AppendQuoted(text, value.GetString()!); break;
            case JsonValueKind.Array: AppendList(text, value); break;
            case JsonValueKind.Object: AppendObject(text, value); break;
            default: text.Append(PythonNumber.Of(value, "inf")); break;
        }
    }

    private static void AppendList(StringBuilder text, JsonElement list)
    {
        text.Append('[');
        var separator = "";
        foreach (var item in list.EnumerateArray())
        {
            text.Append(separator);
            Append(text, item);
            separator = ", ";
        }
        text.Append(']');
    }

    private static void AppendObject(StringBuilder text, JsonElement members)
    {
        text.Append('{');
        var separator = "";
        foreach (var member in members.EnumerateObject())
        {
            text.Append(separator);
            AppendQuoted(text, member.Name);
            text.Append(": ");
            Append(text, member.Value);
            separator = ", ";
        }
        text.Append('}');
    }

    private static void AppendQuoted(StringBuilder text, string value)
    {
        var quote = value.Contains('\'') && !value.Contains('"') ? '"' : '\'';
        text.Append(quote);
        foreach (var character in value)
        {
            if (character == quote || character == '\\') text.Append('\\').Append(character);
            else if (character == '\n') text.Append("\\n");
            else if (character == '\r') text.Append("\\r");
            else if (character == '\t') text.Append("\\t");
            else if (character is < ' ' or '\x7f') text.Append(CultureInfo.InvariantCulture, $"\\x{(int)character:x2}");
            else text.Append(character);
        }
        text.Append(quote);
    }
}
