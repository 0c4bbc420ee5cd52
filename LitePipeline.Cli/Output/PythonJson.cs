using System.Globalization;
using System.Text;
using System.Text.Json;

namespace LitePipeline.Cli.Output;

/// <summary>Writes JSON as the original's <c>-r</c> does, byte for byte: four spaces, sorted keys, ASCII only.</summary>
internal static class PythonJson
{
    public static string Write(JsonElement value)
    {
        var text = new StringBuilder();
        Append(text, value, "\n");
        return text.ToString();
    }

    private static void Append(StringBuilder text, JsonElement value, string line)
    {
        switch (value.ValueKind)
        {
            case JsonValueKind.Object:
                // Python sorts by code point; ordinal order is the same but for rare characters beyond the first plane.
                var members = value.EnumerateObject().OrderBy(member => member.Name, StringComparer.Ordinal);
                AppendAll(text, '{', '}', line, members, (member, inner) =>
                {
                    AppendString(text, member.Name);
                    text.Append(": ");
                    Append(text, member.Value, inner);
                });
                break;
            case JsonValueKind.Array:
                AppendAll(text, '[', ']', line, value.EnumerateArray(), (item, inner) => Append(text, item, inner));
                break;
            case JsonValueKind.String:
                AppendString(text, value.GetString()!);
                break;
            case JsonValueKind.Number:
                text.Append(PythonNumber.Of(value, "Infinity"));
                break;
            default:
                text.Append(value.GetRawText());
                break;
        }
    }

    private static void AppendAll<T>(StringBuilder text, char open, char close, string line, IEnumerable<T> items, Action<T, string> append)
    {
        var inner = line + "    ";
        var any = false;
        text.Append(open);
        foreach (var item in items)
        {
            text.Append(any ? "," : "").Append(inner);
            append(item, inner);
            any = true;
        }
        if (any) text.Append(line);
        text.Append(close);
    }

    private static void AppendString(StringBuilder text, string value)
    {
        text.Append('"');
        foreach (var character in value)
        {
            var escape = character switch
            {
                '"' => "\\\"",
                '\\' => "\\\\",
                '\n' => "\\n",
                '\r' => "\\r",
                '\t' => "\\t",
                '\f' => "\\f",
                '\b' => "\\b",
                < ' ' or >= '\x7f' => null,
                _ => "",
            };
            if (escape is null) text.Append(CultureInfo.InvariantCulture, $"\\u{(int)character:x4}");
            else if (escape.Length > 0) text.Append(escape);
            else text.Append(character);
        }
        text.Append('"');
    }
}
