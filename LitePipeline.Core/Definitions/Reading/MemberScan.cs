using System.Text;
using System.Text.Json;

namespace LitePipeline.Core.Definitions.Reading;

/// <summary>Walks the members of an object's text without parsing their values.</summary>
internal static class MemberScan
{
    public static bool IsObjectOrNothing(JsonData json) =>
        json.IsEmpty || json.Utf8.Span.TrimStart(" \t\r\n"u8) is [(byte)'{' or (byte)'n', ..];

    /// <summary>Calls <paramref name="visit"/> with each member's name and value, in the order of the text. Nothing happens for an empty value.</summary>
    /// <exception cref="ArgumentException">The value is not an object.</exception>
    public static void Visit(JsonData json, Action<string, ReadOnlyMemory<byte>> visit)
    {
        if (json.IsEmpty) return;
        if (!IsObjectOrNothing(json)) throw new ArgumentException("The JSON value must be an object.", nameof(json));
        var reader = new Utf8JsonReader(json.Utf8.Span, new JsonReaderOptions { MaxDepth = int.MaxValue });
        reader.Read();
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            var name = NameOf(ref reader);
            reader.Read();
            var start = (int)reader.TokenStartIndex;
            reader.Skip();
            visit(name, json.Utf8[start..(int)reader.BytesConsumed]);
        }
    }

    /// <summary>Finds a member of an object; the last of several, as every JSON library of the actions does.</summary>
    public static bool TryFind(JsonData json, string name, out ReadOnlyMemory<byte> value)
    {
        var found = ReadOnlyMemory<byte>.Empty;
        Visit(json, (member, text) =>
        {
            if (member == name) found = text;
        });
        value = found;
        return !found.IsEmpty;
    }

    private static string NameOf(ref Utf8JsonReader reader)
    {
        try
        {
            return reader.GetString()!;
        }
        catch (InvalidOperationException)
        {
            // Half of a surrogate pair is legal JSON and no text: such a name is kept as it is written.
            return Encoding.UTF8.GetString(reader.ValueSpan);
        }
    }
}
