using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;

namespace LitePipeline.Cli.Output;

/// <summary>Writes JSON on one line, for programs: no spaces, letters of all alphabets as they are.</summary>
internal static class CompactJson
{
    private static readonly JsonWriterOptions Options = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    public static string Write(JsonElement value)
    {
        using var buffer = new MemoryStream();
        using (var writer = new Utf8JsonWriter(buffer, Options)) value.WriteTo(writer);
        return Encoding.UTF8.GetString(buffer.GetBuffer(), 0, (int)buffer.Length);
    }
}
