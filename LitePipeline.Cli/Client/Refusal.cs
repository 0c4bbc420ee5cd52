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

    /// <summary>The refusal of one of our own routes.</summary>
    public static async Task<ToolException> OfProblemAsync(HttpResponseMessage response, CancellationToken cancellationToken)
    {
        using var problem = JsonDocument.Parse(await response.Content.ReadAsByteArrayAsync(cancellationToken));
        return ToolException.Failed(Describe(Text(problem.RootElement, "code") ?? response.StatusCode.ToString(), Text(problem.RootElement, "field"), Text(problem.RootElement, "detail")));
    }

    public static string Describe(string name, string? field, string? message) =>
        name + (string.IsNullOrEmpty(field) ? "" : $" ({field})") + (string.IsNullOrEmpty(message) ? "" : $": {message}");

    private static string? Text(JsonElement answer, string member) =>
        answer.TryGetProperty(member, out var value) && value.ValueKind == JsonValueKind.String ? value.GetString() : null;
}
