using System.Runtime.InteropServices;
using System.Text;
using System.Text.Json;

namespace LitePipeline.Core.Definitions.Reading;

/// <summary>The members that an object of one kind may have.</summary>
internal sealed class MemberNames
{
    private readonly string[] _names;
    private readonly byte[][] _utf8;
    private readonly Dictionary<string, string> _otherWords;

    /// <param name="names">The names.</param>
    /// <param name="otherWords">Words that people write instead of a name: (word, name).</param>
    public MemberNames(string[] names, params (string Word, string Name)[] otherWords)
    {
        _names = names;
        _utf8 = [.. names.Select(Encoding.UTF8.GetBytes)];
        _otherWords = otherWords.ToDictionary(pair => pair.Word, pair => pair.Name, StringComparer.OrdinalIgnoreCase);
    }

    public int Count => _names.Length;

    public int IndexOf(string name) => Array.IndexOf(_names, name);

    public int IndexOf(JsonProperty property)
    {
        // The raw name spares a string for each member of each action; only one with escapes is decoded.
        var raw = JsonMarshal.GetRawUtf8PropertyName(property);
        if (raw.Contains((byte)'\\')) return IndexOf(JsonText.NameOf(property));
        for (var i = 0; i < _utf8.Length; i++)
        {
            if (raw.SequenceEqual(_utf8[i])) return i;
        }
        return -1;
    }

    /// <summary>The member that an unknown name was meant to be; null where it may be anything.</summary>
    public string? Meant(string written, Func<string, bool> isGiven) => Meant(written, index => isGiven(_names[index]));

    /// <summary>The member that an unknown name was meant to be; null where it may be anything.</summary>
    /// <param name="written">The unknown name.</param>
    /// <param name="isGiven">Whether the object has the member of an index; then only the same word in another spelling is a slip.</param>
    public string? Meant(string written, Func<int, bool> isGiven)
    {
        for (var i = 0; i < _names.Length; i++)
        {
            if (isGiven(i) ? Spelling.IsSameWord(written, _names[i]) : Spelling.IsSlip(written, _names[i])) return _names[i];
        }
        return _otherWords.GetValueOrDefault(written);
    }
}
