using System.CommandLine;
using System.Net.Http.Headers;
using System.Text.Json;

namespace LitePipeline.Cli.Client;

/// <summary>A request's JSON body: a member for each flag that was given or has a default. Written by hand, so that no serializer has to be started.</summary>
internal sealed class RequestBody(ParseResult parsed)
{
    private readonly List<(string Member, Action<Utf8JsonWriter> Write)> _members = [];

    /// <summary>Adds a text under the flag's long name, or under another.</summary>
    public RequestBody Text(Option<string> flag, string? member = null) =>
        Add(flag, member, json => json.WriteStringValue(parsed.GetValue(flag)));

    /// <summary>Adds each text of a flag that may be given several times.</summary>
    public RequestBody Texts(Option<string[]> flag, string member) => Add(flag, member, json =>
    {
        json.WriteStartArray();
        foreach (var text in parsed.GetValue(flag)!) json.WriteStringValue(text);
        json.WriteEndArray();
    });

    public RequestBody Number(Option<int> flag, string? member = null) =>
        Add(flag, member, json => json.WriteNumberValue(parsed.GetValue(flag)));

    /// <summary>Adds true or false, which the original spells out: <c>-e true</c>.</summary>
    public RequestBody Flag(Option<string> flag, string? member = null) =>
        Add(flag, member, json => json.WriteBooleanValue(parsed.GetValue(flag) == "true"));

    /// <summary>Adds JSON that was read already; null for none.</summary>
    public RequestBody Json(string member, JsonElement? value) => value is { } element ? With(member, element.WriteTo) : this;

    public RequestBody With(string member, string value) => With(member, json => json.WriteStringValue(value));

    public RequestBody With(string member, int value) => With(member, json => json.WriteNumberValue(value));

    /// <summary>Sets a member, in place of one of that name that is there already.</summary>
    public RequestBody With(string member, bool value) => With(member, json => json.WriteBooleanValue(value));

    public HttpContent ToContent()
    {
        using var buffer = new MemoryStream();
        using (var writer = new Utf8JsonWriter(buffer))
        {
            writer.WriteStartObject();
            foreach (var (member, write) in _members)
            {
                writer.WritePropertyName(member);
                write(writer);
            }
            writer.WriteEndObject();
        }
        return new ByteArrayContent(buffer.ToArray()) { Headers = { ContentType = new MediaTypeHeaderValue("application/json") } };
    }

    private RequestBody With(string member, Action<Utf8JsonWriter> write)
    {
        _members.RemoveAll(there => there.Member == member);
        _members.Add((member, write));
        return this;
    }

    private RequestBody Add(Option flag, string? member, Action<Utf8JsonWriter> write)
    {
        if (parsed.GetResult(flag) is not null) _members.Add((member ?? flag.WireName(), write));
        return this;
    }
}
