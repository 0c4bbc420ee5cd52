using System.Text.Json;
using System.Text.Unicode;
using LitePipeline.Core;
using LitePipeline.Core.Tasks;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;

namespace LitePipeline.AspNetCore.Api.Requests;

/// <summary>A request's body: one JSON object, read whole and looked at member by member, so that a refusal names the member.</summary>
/// <remarks>A member that is null counts as one that is not there, but for <see cref="Has"/>.</remarks>
internal sealed class JsonBody
{
    // How deep a value may nest is for the manager to judge, which can name it.
    private static readonly JsonDocumentOptions Options = new() { MaxDepth = 1 << 20 };

    private readonly Dictionary<string, JsonElement> _members = new(StringComparer.Ordinal);
    private readonly string _place;

    private JsonBody(JsonElement root, string place = "")
    {
        _place = place;
        foreach (var member in root.EnumerateObject())
        {
            if (NameOf(member) is { } name) _members[name] = member.Value;
        }
    }

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

    /// <summary>Whether the member is there, be it null: an update then sets it.</summary>
    public bool Has(string field) => _members.ContainsKey(field);

    /// <summary>Refuses a change that changes nothing.</summary>
    public void RequireAny(IReadOnlyList<string> fields)
    {
        if (!fields.Any(Has)) throw Parameter.Refuse(null, $"Nothing is to change; give at least one of {string.Join(", ", fields)}.");
    }

    public string RequiredText(string field, string what) => Parameter.Required(Text(field), Name(field), what);

    public Guid RequiredId(string field) => Parameter.RequiredId(Text(field), Name(field));

    public string? Text(string field) => Member(field) switch
    {
        null => null,
        { ValueKind: JsonValueKind.String } member => TextOf(member, Name(field)),
        { } other => throw Refused(field, other, "text"),
    };

    /// <summary>A signal, as a number or as text: the original's clients send either.</summary>
    public StopSignal Signal(string field, StopSignal otherwise = StopSignal.Kill) =>
        NumberText(field) is { Length: > 0 } text ? Parameter.Signal(text, Name(field)) : otherwise;

    public int Count(string field) => Parameter.Count(NumberText(field), Name(field));

    /// <summary>A whole number, as a number or as text.</summary>
    public int Whole(string field, int otherwise) => Parameter.Whole(NumberText(field), Name(field), otherwise);

    /// <summary>The number of a version, as a number or as text.</summary>
    public long RequiredNumber(string field) => Parameter.RequiredNumber(NumberText(field), Name(field));

    public T OneOf<T>(string field, T otherwise) where T : struct, Enum => Parameter.OneOf<T>(Text(field), Name(field)) ?? otherwise;

    public DateTimeOffset? Moment(string field) => Parameter.Moment(Text(field), Name(field));

    public bool Flag(string field, bool otherwise) => Member(field) switch
    {
        null => otherwise,
        { ValueKind: JsonValueKind.True } => true,
        { ValueKind: JsonValueKind.False } => false,
        { ValueKind: JsonValueKind.String or JsonValueKind.Number } => Parameter.Flag(NumberText(field), Name(field)),
        { } other => throw Refused(field, other, "true or false"),
    };

    /// <summary>An object; what is given otherwise where the member is not there.</summary>
    public JsonData Object(string field, JsonData otherwise)
    {
        if (!_members.TryGetValue(field, out var member)) return otherwise;
        return member.ValueKind == JsonValueKind.Object
            ? JsonData.From(member)
            : throw Parameter.Refuse(Name(field), $"{Name(field)} is {Kind(member)}; give a JSON object, {{}} for none.");
    }

    /// <summary>An object, or text that holds one: the original's tool sends an update's input so.</summary>
    public JsonData ObjectOrItsText(string field, JsonData otherwise)
    {
        if (Member(field) is not { ValueKind: JsonValueKind.String } text) return Object(field, otherwise);
        try
        {
            using var document = JsonDocument.Parse(TextOf(text, Name(field)));
            if (document.RootElement.ValueKind == JsonValueKind.Object) return JsonData.From(document.RootElement);
        }
        catch (JsonException)
        {
            // Told below.
        }

        throw Parameter.Refuse(Name(field), $"{Name(field)} is text that holds no JSON object; give a JSON object, {{}} for none.");
    }

    /// <summary>An object within this one, looked at in the same way; an empty one where it is not there.</summary>
    public JsonBody Inner(string field) => Member(field) switch
    {
        null => new JsonBody(JsonElement.Parse("{}"), $"{Name(field)}."),
        { ValueKind: JsonValueKind.Object } member => new JsonBody(member, $"{Name(field)}."),
        { } other => throw Refused(field, other, "a JSON object"),
    };

    public IReadOnlyList<Guid> RequiredIds(string field)
    {
        if (Member(field) is not { ValueKind: JsonValueKind.Array } member || member.GetArrayLength() == 0)
            throw Parameter.Refuse(Name(field), $"{Name(field)} is missing or no list; give a list of at least one id.");
        var ids = new List<Guid>(member.GetArrayLength());
        foreach (var item in member.EnumerateArray())
        {
            var place = $"{Name(field)}[{ids.Count}]";
            ids.Add(item.ValueKind == JsonValueKind.String ? Parameter.Id(TextOf(item, place), place) : throw Parameter.Refuse(place, $"{place} is {Kind(item)}; give an id as text."));
        }

        return ids;
    }

    public IReadOnlyList<TaskId> RequiredTasks(string field) => [.. RequiredIds(field).Select(id => new TaskId(id))];

    private string? NumberText(string field) => Member(field) is { ValueKind: JsonValueKind.Number } number ? number.GetRawText() : Text(field);

    private static RequestTooLargeException TooLarge(int limit) => new($"The body is longer than {limit} bytes, the longest taken here; send less.", null);

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

    // A name that holds half of such a pair is none of ours; null then.
    private static string? NameOf(JsonProperty member)
    {
        try
        {
            return member.Name;
        }
        catch (InvalidOperationException)
        {
            return null;
        }
    }

    private JsonElement? Member(string field) =>
        _members.TryGetValue(field, out var member) && member.ValueKind != JsonValueKind.Null ? member : null;

    private string Name(string field) => _place + field;

    private RequestRefusedException Refused(string field, JsonElement member, string wanted) =>
        Parameter.Refuse(Name(field), $"{Name(field)} is {Kind(member)}; give {wanted}.");

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
