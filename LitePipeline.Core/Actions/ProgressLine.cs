using System.Text.Json;

namespace LitePipeline.Core.Actions;

/// <summary>One line of <see cref="WorkspaceContract.ProgressFile"/>: how far an action says it is.</summary>
/// <param name="Fraction">From 0 to 1.</param>
/// <param name="Message">For people; may be empty.</param>
public readonly record struct ProgressLine(double Fraction, string Message)
{
    /// <summary>Reads a line without its end. A line that is not what it should be is false: progress is a courtesy and fails no action.</summary>
    public static bool TryParse(ReadOnlySpan<byte> line, out ProgressLine progress)
    {
        progress = default;
        try
        {
            var reader = new Utf8JsonReader(line);
            if (!JsonDocument.TryParseValue(ref reader, out var document)) return false;
            using var parsed = document;
            var root = document.RootElement;
            if (root.ValueKind != JsonValueKind.Object
                || !root.TryGetProperty("fraction"u8, out var number) || number.ValueKind != JsonValueKind.Number || !number.TryGetDouble(out var fraction)) return false;
            var message = root.TryGetProperty("message"u8, out var text) && text.ValueKind == JsonValueKind.String ? text.GetString()! : "";
            progress = new ProgressLine(Math.Clamp(fraction, 0, 1), message);
            return true;
        }
        catch (Exception exception) when (exception is JsonException or InvalidOperationException)
        {
            return false;
        }
    }
}
