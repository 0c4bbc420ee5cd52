using System.Buffers;
using System.Collections.Immutable;
using System.Text;
using System.Text.Json;
using LitePipeline.Core;
using LitePipeline.Core.Actions;
using LitePipeline.Core.Secrets;

namespace LitePipeline.Hosting.Secrets;

/// <summary>Puts <c>***</c> in the place of secrets in what an attempt says: its output, its messages, its result.</summary>
/// <remarks>Bytes are looked at as Latin-1 text, one letter each: so the runtime's own search for many texts at once serves.</remarks>
internal sealed class SecretMask
{
    public const string Shown = "***";

    private readonly string[] _forms;
    private readonly SearchValues<string> _search;
    private readonly SearchValues<char> _firsts;

    private SecretMask(IEnumerable<string> forms)
    {
        // Where several begin at one place, the longest counts.
        _forms = [.. forms.Distinct(StringComparer.Ordinal).OrderByDescending(form => form.Length)];
        _search = SearchValues.Create(_forms, StringComparison.Ordinal);
        _firsts = SearchValues.Create([.. _forms.Select(form => form[0]).Distinct()]);
    }

    /// <summary>The mask of an attempt without secrets.</summary>
    public static SecretMask None { get; } = new([]);

    public bool IsEmpty => _forms.Length == 0;

    public static SecretMask Of(ImmutableArray<ActionSecret> secrets) =>
        secrets.IsEmpty ? None : new SecretMask(secrets.SelectMany(secret => SecretForms.Of(secret.Value)).Select(Encoding.Latin1.GetString));

    public string Apply(string text)
    {
        if (IsEmpty) return text;
        var bytes = Encoding.UTF8.GetBytes(text);
        if (!Contains(bytes)) return text;
        using var masked = new MemoryStream();
        var output = new MaskedOutput(this, masked);
        output.Write(bytes);
        output.Complete();
        return Encoding.UTF8.GetString(masked.GetBuffer(), 0, (int)masked.Length);
    }

    public ActionFailure? Apply(ActionFailure? failure) => failure is null || IsEmpty ? failure : failure with { Message = Apply(failure.Message) };

    public ActionOutput? Apply(ActionOutput? output) => output is null || IsEmpty
        ? output
        : output with { Data = Apply(output.Data), Actions = [.. output.Actions.Select(action => action with { InputData = Apply(action.InputData) })] };

    public JsonData Apply(JsonData data) => data.IsEmpty || IsEmpty ? data : JsonData.FromTrusted(Apply(data.Utf8));

    /// <summary>JSON with the secrets in its texts masked, whichever way they are escaped; what is no JSON comes back as it is.</summary>
    public ReadOnlyMemory<byte> Apply(ReadOnlyMemory<byte> json)
    {
        if (IsEmpty) return json;
        var masked = new ArrayBufferWriter<byte>(json.Length);
        try
        {
            using var writer = new Utf8JsonWriter(masked, new JsonWriterOptions { SkipValidation = true });
            return Copy(json.Span, writer) ? masked.WrittenMemory : json;
        }
        catch (Exception failure) when (failure is JsonException or InvalidOperationException)
        {
            return json;
        }
    }

    /// <summary>The first secret from a place on: where, and how long; null for none.</summary>
    public (int Place, int Length)? Find(ReadOnlySpan<char> text, int from)
    {
        var place = text[from..].IndexOfAny(_search);
        if (place < 0) return null;
        place += from;
        foreach (var form in _forms)
            if (text[place..].StartsWith(form, StringComparison.Ordinal)) return (place, form.Length);
        return null;
    }

    /// <summary>Up to where it is certain what is a secret: what follows may go on as one.</summary>
    public int CertainTo(ReadOnlySpan<char> text)
    {
        if (IsEmpty) return text.Length;
        for (var place = Math.Max(0, text.Length - _forms[0].Length + 1); place < text.Length; place++)
        {
            var next = text[place..].IndexOfAny(_firsts);
            if (next < 0) return text.Length;
            place += next;
            foreach (var form in _forms)
                if (form.Length > text.Length - place && form.AsSpan().StartsWith(text[place..], StringComparison.Ordinal)) return place;
        }

        return text.Length;
    }

    private bool Contains(ReadOnlySpan<byte> bytes) => Encoding.Latin1.GetString(bytes).AsSpan().ContainsAny(_search);

    // False where nothing was masked, and the text may stay as it was written.
    private bool Copy(ReadOnlySpan<byte> json, Utf8JsonWriter writer)
    {
        var reader = new Utf8JsonReader(json, new JsonReaderOptions { MaxDepth = int.MaxValue });
        var changed = false;
        while (reader.Read())
        {
            switch (reader.TokenType)
            {
                case JsonTokenType.StartObject: writer.WriteStartObject(); break;
                case JsonTokenType.EndObject: writer.WriteEndObject(); break;
                case JsonTokenType.StartArray: writer.WriteStartArray(); break;
                case JsonTokenType.EndArray: writer.WriteEndArray(); break;
                case JsonTokenType.PropertyName: writer.WritePropertyName(Masked(reader.GetString()!, ref changed)); break;
                case JsonTokenType.String: writer.WriteStringValue(Masked(reader.GetString()!, ref changed)); break;
                case JsonTokenType.Number when Contains(reader.ValueSpan): writer.WriteStringValue(Masked(Encoding.UTF8.GetString(reader.ValueSpan), ref changed)); break;
                default: writer.WriteRawValue(reader.ValueSpan, skipInputValidation: true); break;
            }
        }

        writer.Flush();
        return changed;
    }

    private string Masked(string text, ref bool changed)
    {
        var masked = Apply(text);
        changed |= !ReferenceEquals(masked, text);
        return masked;
    }
}
