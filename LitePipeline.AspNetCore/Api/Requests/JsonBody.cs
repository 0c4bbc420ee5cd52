using System.Text.Json;
using LitePipeline.Core;
using LitePipeline.Core.Tasks;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;

namespace LitePipeline.AspNetCore.Api.Requests;

/// <summary>A request's body: one JSON object, read whole and looked at member by member, so that a refusal names the member.</summary>
internal sealed class JsonBody
{
    private readonly JsonElement _root;

    private JsonBody(JsonElement root) => _root = root;

    public static async Task<JsonBody> ReadAsync(HttpRequest request, int maxSize, CancellationToken cancellationToken)
    {
        if (request.HttpContext.Features.Get<IHttpMaxRequestBodySizeFeature>() is { IsReadOnly: false } limit) limit.MaxRequestBodySize = maxSize;
        try
        {
            using var document = await JsonDocument.ParseAsync(request.Body, cancellationToken: cancellationToken);
            return document.RootElement.ValueKind == JsonValueKind.Object
                ? new JsonBody(document.RootElement.Clone())
                : throw Parameter.Refuse(null, $"The body is {Kind(document.RootElement)}; send one JSON object.");
        }
        catch (JsonException exception)
        {
            throw Parameter.Refuse(null, $"The body is not JSON: {exception.Message} Send one JSON object.");
        }
    }

    public string RequiredText(string field, string what) => Parameter.Required(Text(field), field, what);

    public Guid RequiredId(string field) => Parameter.RequiredId(Text(field), field);

    public string? Text(string field) => Member(field) switch
    {
        null => null,
        { ValueKind: JsonValueKind.String } member => member.GetString(),
        { } other => throw Parameter.Refuse(field, $"{field} is {Kind(other)}; give text."),
    };

    /// <summary>Text or a number: the original's clients send a signal as either.</summary>
    public StopSignal Signal(string field) =>
        Parameter.Signal(Member(field) is { ValueKind: JsonValueKind.Number } number ? number.GetRawText() : Text(field), field);

    public int Count(string field) =>
        Parameter.Count(Member(field) is { ValueKind: JsonValueKind.Number } number ? number.GetRawText() : Text(field), field);

    public JsonData Object(string field)
    {
        if (!_root.TryGetProperty(field, out var member)) return JsonData.EmptyObject;
        return member.ValueKind == JsonValueKind.Object
            ? JsonData.From(member)
            : throw Parameter.Refuse(field, $"{field} is {Kind(member)}; give a JSON object, {{}} for none.");
    }

    public IReadOnlyList<TaskId> RequiredTasks(string field)
    {
        if (Member(field) is not { ValueKind: JsonValueKind.Array } member || member.GetArrayLength() == 0)
            throw Parameter.Refuse(field, $"{field} is missing or no list; give a list of at least one task's id.");
        var tasks = new List<TaskId>(member.GetArrayLength());
        foreach (var item in member.EnumerateArray())
        {
            var place = $"{field}[{tasks.Count}]";
            if (item.ValueKind != JsonValueKind.String) throw Parameter.Refuse(place, $"{place} is {Kind(item)}; give a task's id as text.");
            tasks.Add(new TaskId(Parameter.Id(item.GetString()!, place)));
        }
        return tasks;
    }

    private JsonElement? Member(string field) =>
        _root.TryGetProperty(field, out var member) && member.ValueKind != JsonValueKind.Null ? member : null;

    private static string Kind(JsonElement element) => element.ValueKind switch
    {
        JsonValueKind.Object => "an object",
        JsonValueKind.Array => "a list",
        JsonValueKind.String => "text",
        JsonValueKind.Number => "a number",
        JsonValueKind.Null => "null",
        _ => "true or false",
    };
}
