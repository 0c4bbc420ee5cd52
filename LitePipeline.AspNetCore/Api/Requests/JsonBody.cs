using System.Text.Json;
using System.Text.Unicode;
using LitePipeline.Core;
using LitePipeline.Core.Tasks;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;

namespace LitePipeline.AspNetCore.Api.Requests;

/// <summary>A request's body: one JSON object, read whole and looked at member by member, so that a refusal names the member.</summary>
internal sealed class JsonBody
{
    // How deep a value may nest is for the manager to judge, which can name it.
    private static readonly JsonDocumentOptions Options = new() { MaxDepth = 1 << 20 };

    private readonly JsonElement _root;

    private JsonBody(JsonElement root) => _root = root;

    public static async Task<JsonBody> ReadAsync(HttpRequest request, int maxSize, CancellationToken cancellationToken)
    {
        if (request.HttpContext.Features.Get<IHttpMaxRequestBodySizeFeature>() is { IsReadOnly: false } limit) limit.MaxRequestBodySize = maxSize;
        using var text = new MemoryStream();
        try
        {
            await new LimitedStream(request.Body, maxSize, () => TooLarge(maxSize)).CopyToAsync(text, cancellationToken);
        }
        catch (BadHttpRequestException refused) when (refused.StatusCode == StatusCodes.Status413PayloadTooLarge)
        {
            throw TooLarge(maxSize);
        }
        return Read(text.GetBuffer().AsMemory(0, (int)text.Length));
    }

    private static JsonBody Read(ReadOnlyMemory<byte> text)
    {
        if (text.IsEmpty) throw Parameter.Refuse(null, "The body is empty; send one JSON object.");
        if (!Utf8.IsValid(text.Span)) throw Parameter.Refuse(null, "The body is not UTF-8 text; send one JSON object as UTF-8.");
        try
        {
            using var document = JsonDocument.Parse(text, Options);
            return document.RootElement.ValueKind == JsonValueKind.Object
                ? new JsonBody(document.RootElement.Clone())
                : throw Parameter.Refuse(null, $"The body is {Kind(document.RootElement)}; send one JSON object.");
        }
        catch (JsonException exception)
        {
            throw Parameter.Refuse(null, $"The body is not JSON at line {exception.LineNumber + 1}, column {exception.BytePositionInLine + 1}; send one JSON object.");
        }
    }

    public string RequiredText(string field, string what) => Parameter.Required(Text(field), field, what);

    public Guid RequiredId(string field) => Parameter.RequiredId(Text(field), field);

    public string? Text(string field) => Member(field) switch
    {
        null => null,
        { ValueKind: JsonValueKind.String } member => TextOf(member, field),
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
            tasks.Add(new TaskId(Parameter.Id(TextOf(item, place), place)));
        }
        return tasks;
    }

    // JSON can write half of a surrogate pair, which no text holds.
    private static string TextOf(JsonElement element, string field)
    {
        try
        {
            return element.GetString()!;
        }
        catch (InvalidOperationException)
        {
            throw Parameter.Refuse(field, $"{field} holds half of a surrogate pair, such as \\ud800 alone; give whole characters.");
        }
    }

    private static RequestTooLargeException TooLarge(int limit) => new($"The body is longer than {limit} bytes, the longest taken here; send less.", null);

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
