using System.Globalization;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using LitePipeline.Core.Secrets;

namespace LitePipeline.Hosting.Secrets;

/// <summary>The forms in which programs print a value: as it is, line by line, and in the usual encodings.</summary>
internal static class SecretForms
{
    // A shorter line or piece is found in too much that is no secret.
    private const int ShortestPart = 8;

    public static IEnumerable<byte[]> Of(string value) =>
        Texts(value).Where(text => Encoding.UTF8.GetByteCount(text) >= SecretRules.MinValueSize).Select(Encoding.UTF8.GetBytes);

    private static IEnumerable<string> Texts(string value)
    {
        yield return value;
        // Files end with a line's end, and a shell takes it away.
        yield return value.TrimEnd('\r', '\n');
        yield return JsonEncodedText.Encode(value).Value;
        yield return JsonEncodedText.Encode(value, JavaScriptEncoder.UnsafeRelaxedJsonEscaping).Value;
        yield return PythonJson(value);
        yield return Uri.EscapeDataString(value);
        foreach (var text in Base64(Encoding.UTF8.GetBytes(value))) yield return text;
        if (!value.Contains('\n', StringComparison.Ordinal)) yield break;
        foreach (var line in value.Split('\n', StringSplitOptions.TrimEntries))
            // The first and last lines of keys in PEM are everybody's.
            if (line.Length >= ShortestPart && !line.StartsWith("-----", StringComparison.Ordinal)) yield return line;
    }

    private static IEnumerable<string> Base64(byte[] bytes)
    {
        yield return Convert.ToBase64String(bytes);
        // As far as it is the same whatever follows the value, such as a line's end.
        if (Convert.ToBase64String(bytes, 0, bytes.Length / 3 * 3) is { Length: >= ShortestPart } stable)
        {
            yield return stable;
            yield return stable.Replace('+', '-').Replace('/', '_');
        }
    }

    private static string PythonJson(string value)
    {
        var text = new StringBuilder();
        foreach (var letter in value)
        {
            _ = letter switch
            {
                '"' or '\\' => text.Append('\\').Append(letter),
                '\n' => text.Append("\\n"),
                '\r' => text.Append("\\r"),
                '\t' => text.Append("\\t"),
                < ' ' or > '~' => text.Append(CultureInfo.InvariantCulture, $"\\u{(int)letter:x4}"),
                _ => text.Append(letter),
            };
        }

        return text.ToString();
    }
}
