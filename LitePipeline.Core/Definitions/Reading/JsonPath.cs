namespace LitePipeline.Core.Definitions.Reading;

/// <summary>Where in the text a value is. A link to the parent instead of a string, so that a path costs nothing until a problem shows it.</summary>
internal sealed class JsonPath
{
    private readonly JsonPath? _parent;
    private readonly string _step;
    private readonly int _index;

    private JsonPath(JsonPath? parent, string step, int index)
    {
        _parent = parent;
        _step = step;
        _index = index;
    }

    public static JsonPath Root { get; } = new(null, "", 0);

    public JsonPath Member(string name) => new(this, name, -1);

    public JsonPath Item(int index) => new(this, "", index);

    public override string ToString() => _parent is null ? "$" : _parent + Step();

    private string Step() =>
        _index >= 0 ? $"[{_index}]"
        : IsPlain(_step) ? $".{_step}"
        : $"['{_step.Replace("\\", "\\\\", StringComparison.Ordinal).Replace("'", "\\'", StringComparison.Ordinal)}']";

    private static bool IsPlain(string name) =>
        name.Length > 0 && !char.IsAsciiDigit(name[0]) && name.All(c => char.IsAsciiLetterOrDigit(c) || c == '_');
}
