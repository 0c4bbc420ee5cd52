using System.Globalization;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using LitePipeline.Cli.Output;

namespace LitePipeline.Cli.Watching;

/// <summary>Writes an event as a line for people: when, what, and all that it says. It needs to know no kind, so it shows those of a newer manager too.</summary>
internal sealed class EventLine(bool hasColours)
{
    // As wide as the longest kind, so that what follows is a column.
    private const int KindWidth = 19;

    public string Of(string json)
    {
        using var document = JsonDocument.Parse(json);
        var line = new StringBuilder();
        if (document.RootElement.TryGetProperty("at", out var at) && at.TryGetDateTimeOffset(out var when))
            line.Append(CultureInfo.InvariantCulture, $"{when.ToLocalTime():HH:mm:ss} ");
        var kind = document.RootElement.TryGetProperty("kind", out var named) ? named.GetString() ?? "" : "";
        line.Append(Paint(kind, document.RootElement)).Append(' ', Math.Max(1, KindWidth - kind.Length));
        AppendMembers(line, document.RootElement);
        return line.ToString().TrimEnd();
    }

    private static void AppendMembers(StringBuilder line, JsonElement members)
    {
        foreach (var member in members.EnumerateObject())
        {
            if (member.Name is "kind" or "at") continue;
            if (member.Value.ValueKind == JsonValueKind.Object) AppendMembers(line, member.Value);
            else if (member.Value.ValueKind is not JsonValueKind.Null) line.Append(CultureInfo.InvariantCulture, $"{member.Name}={Text(member.Value)} ");
        }
    }

    private static string Text(JsonElement value)
    {
        if (value.ValueKind == JsonValueKind.Array) return value.GetArrayLength() == 0 ? "[]" : $"[{string.Join(',', value.EnumerateArray().Select(Text))}]";
        if (value.ValueKind != JsonValueKind.String) return value.GetRawText();
        var text = value.GetString()!;
        return text.Length > 0 && text.All(c => c is > ' ' and not '"') ? text : $"\"{JsonEncodedText.Encode(text, JavaScriptEncoder.UnsafeRelaxedJsonEscaping)}\"";
    }

    private string Paint(string kind, JsonElement happened)
    {
        if (!hasColours) return kind;
        var status = happened.TryGetProperty("status", out var known) && known.ValueKind == JsonValueKind.String ? known.GetString()! : "";
        return CellPaints.InAnsi(CellPaints.ColourOf("status", status) ?? "cyan", kind);
    }
}
