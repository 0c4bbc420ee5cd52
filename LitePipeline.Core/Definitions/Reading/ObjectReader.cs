using System.Text.Json;

namespace LitePipeline.Core.Definitions.Reading;

/// <summary>Reads one object's members and reports each that is twice there, misspelled or of the wrong type.</summary>
/// <remarks>A <c>Try</c> method returns false where it has reported a problem; a member that is absent or null is null and true.</remarks>
internal sealed class ObjectReader
{
    private const int LongestShown = 40;

    private readonly JsonPath _path;
    private readonly ProblemList _problems;
    private readonly MemberNames _names;
    private readonly JsonElement[] _values;
    private List<KeyValuePair<string, JsonElement>>? _others;

    private ObjectReader(JsonPath path, ProblemList problems, MemberNames names)
    {
        _path = path;
        _problems = problems;
        _names = names;
        _values = new JsonElement[names.Count];
    }

    public JsonPath Path => _path;

    /// <summary>The members that are not known and are no slip for a known one, as they are written.</summary>
    public IReadOnlyList<KeyValuePair<string, JsonElement>> Others => _others ?? [];

    /// <summary>Opens an object; null, after a report, where the value is something else.</summary>
    /// <param name="element">The value.</param>
    /// <param name="path">Where it is.</param>
    /// <param name="problems">Takes what is wrong.</param>
    /// <param name="names">The members that it may have.</param>
    /// <param name="shape">What it must be, for the report.</param>
    public static ObjectReader? Open(JsonElement element, JsonPath path, ProblemList problems, MemberNames names, string shape = "an object")
    {
        if (element.ValueKind != JsonValueKind.Object)
        {
            problems.Add(path, $"is {Kind(element)}, must be {shape}.");
            return null;
        }
        var reader = new ObjectReader(path, problems, names);
        reader.Scan(element);
        return reader;
    }

    public JsonElement this[string name] => _values[_names.IndexOf(name)];

    /// <summary>Whether the member is there and not null.</summary>
    public bool Has(string name) => this[name].ValueKind is not (JsonValueKind.Undefined or JsonValueKind.Null);

    public void Report(string name, string message) => _problems.Add(_path.Member(name), message);

    public void ReportItem(string name, int index, string message) => _problems.Add(_path.Member(name).Item(index), message);

    /// <summary>Reads text; the empty text counts as absent.</summary>
    public bool TryText(string name, out string? text)
    {
        text = null;
        if (!Has(name)) return true;
        if (this[name].ValueKind != JsonValueKind.String) return WrongType(name, "a string");
        if (!JsonText.TryGetString(this[name], out var value))
        {
            Report(name, "is not text: it holds half of a surrogate pair.");
            return false;
        }
        if (value.Contains('\0'))
        {
            Report(name, "holds the character NUL; remove it.");
            return false;
        }
        text = value.Length == 0 ? null : value;
        return true;
    }

    public bool TryFlag(string name, out bool? flag)
    {
        flag = null;
        if (!Has(name)) return true;
        if (this[name].ValueKind is not (JsonValueKind.True or JsonValueKind.False)) return WrongType(name, "true or false");
        flag = this[name].GetBoolean();
        return true;
    }

    public bool TryNumber(string name, out double? number, string must = "a number")
    {
        number = null;
        if (!Has(name)) return true;
        if (this[name].ValueKind != JsonValueKind.Number) return WrongType(name, must);
        number = this[name].GetDouble();
        return true;
    }

    /// <summary>Reads an object as text that is passed on.</summary>
    public bool TryObject(string name, out JsonData data)
    {
        data = default;
        if (!Has(name)) return true;
        if (this[name].ValueKind != JsonValueKind.Object) return WrongType(name, "an object");
        data = JsonData.From(this[name]);
        return true;
    }

    /// <summary>Opens a member that is an object; null where it is absent, null or was reported.</summary>
    public ObjectReader? OpenMember(string name, MemberNames names, string shape = "an object") =>
        Has(name) ? Open(this[name], _path.Member(name), _problems, names, shape) : null;

    public bool WrongType(string name, string must)
    {
        Report(name, $"is {Kind(this[name])}, must be {must}.");
        return false;
    }

    /// <summary>A member's value as it is written, for a report.</summary>
    public string Written(string name) => Written(this[name]);

    public static string Written(JsonElement element)
    {
        var text = element.GetRawText();
        return text.Length <= LongestShown ? text : text[..LongestShown] + "...";
    }

    public static string Kind(JsonElement element) => element.ValueKind switch
    {
        JsonValueKind.Object => "an object",
        JsonValueKind.Array => "an array",
        JsonValueKind.String => "a string",
        JsonValueKind.Number => "a number",
        JsonValueKind.True => "true",
        JsonValueKind.False => "false",
        _ => "null",
    };

    private void Scan(JsonElement element)
    {
        List<KeyValuePair<string, JsonElement>>? unknown = null;
        foreach (var property in element.EnumerateObject())
        {
            var index = _names.IndexOf(property);
            if (index < 0) (unknown ??= []).Add(new(JsonText.NameOf(property), property.Value));
            else if (_values[index].ValueKind != JsonValueKind.Undefined) Report(property.Name, "is given twice in the same object; keep one.");
            else _values[index] = property.Value;
        }
        if (unknown is null) return;
        foreach (var other in unknown)
        {
            if (_names.Meant(other.Key, i => _values[i].ValueKind != JsonValueKind.Undefined) is { } meant)
                Report(other.Key, $"is not a known member; did you mean '{meant}'? Rename or remove it.");
            else (_others ??= []).Add(other);
        }
    }
}
