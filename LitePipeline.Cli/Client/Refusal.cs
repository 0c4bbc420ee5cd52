using System.Text.Json;

namespace LitePipeline.Cli.Client;

/// <summary>What a manager says when it refuses: the error's name, the field, and what to do.</summary>
internal static class Refusal
{
    /// <summary>The refusal in an answer; null where the answer is good.</summary>
    public static ToolException? Of(JsonElement answer)
    {
        if (answer.ValueKind != JsonValueKind.Object || !answer.TryGetProperty("result", out var result) || result.ValueKind != JsonValueKind.String) return null;
        var name = result.GetString()!;
        if (name == "ok") return null;
        return ToolException.Failed(Describe(name, Text(answer, "field"), Text(answer, "message")));
    }

    public static string Describe(string name, string? field, string? message) =>
        name + (string.IsNullOrEmpty(field) ? "" : $" ({field})") + (string.IsNullOrEmpty(message) ? "" : $": {message}");

    private static string? Text(JsonElement answer, string member) =>
        answer.TryGetProperty(member, out var value) && value.ValueKind == JsonValueKind.String ? value.GetString() : null;
}
