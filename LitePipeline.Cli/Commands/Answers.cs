using System.Text.Json;
using LitePipeline.Cli.Client;
using LitePipeline.Core;

namespace LitePipeline.Cli.Commands;

/// <summary>A part of an answer that is printed as a table.</summary>
/// <param name="Rows">The rows.</param>
/// <param name="Fields">The columns.</param>
internal sealed record AnswerTable(IEnumerable<JsonElement> Rows, IReadOnlyList<string> Fields);

/// <summary>What of an answer is printed, as the original does it.</summary>
internal static class Answers
{
    /// <summary>The answer says only that it was done.</summary>
    public static Func<JsonElement, IEnumerable<AnswerTable>> Done { get; } = answer => [new([answer], ["result", "message"])];

    /// <summary>The answer has the id of what was made or changed.</summary>
    public static Func<JsonElement, IEnumerable<AnswerTable>> Id(string member) => answer => [new([answer], [member, "result", "message"])];

    /// <summary>The answer has a list.</summary>
    public static Func<JsonElement, IEnumerable<AnswerTable>> List(string member, params string[] fields) => answer => [new(Rows(answer, member), fields)];

    /// <summary>The answer describes one thing.</summary>
    public static Func<JsonElement, IEnumerable<AnswerTable>> One(string member, params string[] fields) => answer => [new([Row(answer, member)], fields)];

    /// <summary>Has something done by a route that the original lacks: ours say nothing but that it is done, and this is said as the original says it.</summary>
    /// <param name="remote">The manager.</param>
    /// <param name="change">What is to be done.</param>
    /// <param name="id">The parameter that the route's id is.</param>
    public static async Task<JsonElement> DoneAsync(RemoteManager remote, Func<IPipelineManager, Task> change, string id = "app_id")
    {
        var refusal = await remote.RefusalAsync(change);
        var answer = new Dictionary<string, string?> { ["result"] = refusal?.Code.ToString() ?? "ok" };
        if (refusal is not null) (answer["field"], answer["message"]) = (refusal.Field == "id" ? id : refusal.Field, refusal.Message);
        return JsonSerializer.SerializeToElement(answer);
    }

    /// <summary>The rows under a member of the answer.</summary>
    public static IEnumerable<JsonElement> Rows(JsonElement answer, string member) =>
        answer.TryGetProperty(member, out var rows) && rows.ValueKind == JsonValueKind.Array ? rows.EnumerateArray() : throw Lacks(member);

    /// <summary>The one row under a member of the answer.</summary>
    public static JsonElement Row(JsonElement answer, string member) =>
        answer.TryGetProperty(member, out var row) && row.ValueKind == JsonValueKind.Object ? row : throw Lacks(member);

    private static ToolException Lacks(string member) =>
        ToolException.Failed($"The manager's answer has no {member}; is it a manager of another version? See the whole answer with -r.");
}
