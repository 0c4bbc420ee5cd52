using System.Runtime.InteropServices;
using System.Text;
using System.Text.Json;
using System.Text.Unicode;

namespace LitePipeline.Core.Definitions.Reading;

/// <summary>Turns a file's bytes into parsed JSON, or says where the text stops being JSON.</summary>
internal static class JsonText
{
    private static readonly JsonDocumentOptions Options = new() { MaxDepth = JsonData.MaxDepth };

    public static JsonDocument Parse(ReadOnlyMemory<byte> utf8)
    {
        if (utf8.Span is [0xEF, 0xBB, 0xBF, ..]) utf8 = utf8[3..];
        if (utf8.Span is [0xFF, 0xFE, ..] or [0xFE, 0xFF, ..]) throw Refuse("is UTF-16 text; save it as UTF-8.");
        if (utf8.Span.Trim(" \t\r\n"u8).IsEmpty) throw Refuse("is empty; it must be a JSON object.");
        if (!Utf8.IsValid(utf8.Span)) throw Refuse("is not UTF-8 text; save it as UTF-8.");
        try
        {
            return JsonDocument.Parse(utf8, Options);
        }
        catch (JsonException exception)
        {
            throw Refuse(Explain(utf8.Span, (int)(exception.LineNumber ?? 0), (int)(exception.BytePositionInLine ?? 0)));
        }
    }

    /// <summary>Text of a string value; false where it holds half of a surrogate pair, which no text can.</summary>
    public static bool TryGetString(JsonElement element, out string value)
    {
        try
        {
            value = element.GetString()!;
            return true;
        }
        catch (InvalidOperationException)
        {
            value = "";
            return false;
        }
    }

    /// <summary>A member of an object; the last of several. Unlike the parser's own search it passes over names that hold half of a surrogate pair.</summary>
    public static bool TryGetMember(JsonElement element, string name, out JsonElement value)
    {
        value = default;
        foreach (var property in element.EnumerateObject())
        {
            if (NameOf(property) == name) value = property.Value;
        }
        return value.ValueKind != JsonValueKind.Undefined;
    }

    /// <summary>A member's name; what cannot be text is shown as it is written.</summary>
    public static string NameOf(JsonProperty property)
    {
        try
        {
            return property.Name;
        }
        catch (InvalidOperationException)
        {
            return Encoding.UTF8.GetString(JsonMarshal.GetRawUtf8PropertyName(property));
        }
    }

    private static string Explain(ReadOnlySpan<byte> text, int line, int column)
    {
        var rest = text;
        for (var skipped = 0; skipped < line; skipped++) rest = rest[(rest.IndexOf((byte)'\n') + 1)..];
        rest = rest[Math.Min(column, rest.Length)..];
        var why = rest switch
        {
            [] => "the text ends before the JSON value does; is a bracket, a brace or a quote missing?",
            [(byte)'/', (byte)'/' or (byte)'*', ..] or [(byte)'#', ..] => "comments are not JSON; remove them.",
            [(byte)'\'', ..] => "a text is written in double quotes.",
            [(byte)'N', (byte)'a', (byte)'N', ..] or [(byte)'I', ..] or [(byte)'-', (byte)'I', ..] or [(byte)'N', ..] =>
                "NaN and Infinity are not JSON; write null or a text instead.",
            [(byte)'T' or (byte)'F', ..] => "True and False are not JSON; write true or false.",
            [(byte)'}' or (byte)']', ..] => "a comma before it must go, or a bracket does not match.",
            [(byte)'{' or (byte)'[', ..] => $"a comma or colon is missing before it, or values nest deeper than {JsonData.MaxDepth} levels.",
            _ => $"'{Shown(rest)}' does not belong there; is a comma, a colon or a quote missing?",
        };
        return $"is not JSON at line {line + 1}, column {column + 1}: {why}";
    }

    private static string Shown(ReadOnlySpan<byte> rest)
    {
        Rune.DecodeFromUtf8(rest, out var rune, out _);
        return Rune.IsControl(rune) ? $"U+{rune.Value:X4}" : rune.ToString();
    }

    private static DefinitionInvalidException Refuse(string message) => new([new DefinitionProblem("$", message)]);
}
