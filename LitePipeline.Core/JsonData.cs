using System.Diagnostics.CodeAnalysis;
using System.Runtime.InteropServices;
using System.Text;
using System.Text.Json;
using System.Text.Json.Serialization;
using System.Text.Json.Serialization.Metadata;

namespace LitePipeline.Core;

/// <summary>One JSON value kept as the UTF-8 text that it came as. It passes through manager, store and wire without being parsed again.</summary>
/// <remarks>The default value means "nothing was given"; it is written as JSON <c>null</c>.</remarks>
[JsonConverter(typeof(JsonDataConverter))]
public readonly struct JsonData : IEquatable<JsonData>
{
    /// <summary>How deep the values that users give may nest: below the 64 levels that readers stop at by default, with room for the messages and answers that wrap them.</summary>
    public const int MaxDepth = 48;

    private const string Reflects = "The value's type is read by reflection; give its JsonTypeInfo in a program that is trimmed or compiled natively.";

    private readonly ReadOnlyMemory<byte> _utf8;

    private JsonData(ReadOnlyMemory<byte> utf8) => _utf8 = utf8;

    /// <summary>The object without members, <c>{}</c>.</summary>
    public static JsonData EmptyObject { get; } = new("{}"u8.ToArray());

    /// <summary>Whether nothing was given.</summary>
    public bool IsEmpty => _utf8.IsEmpty;

    /// <summary>The text, UTF-8; <c>null</c> where nothing was given.</summary>
    public ReadOnlyMemory<byte> Utf8 => _utf8.IsEmpty ? NullLiteral : _utf8;

    private static ReadOnlyMemory<byte> NullLiteral { get; } = "null"u8.ToArray();

    /// <summary>Takes text that is known to be one JSON value; it is not looked at.</summary>
    public static JsonData FromTrusted(ReadOnlyMemory<byte> utf8) => new(utf8);

    /// <summary>Takes text that must be one JSON value.</summary>
    /// <exception cref="JsonException">The text is not JSON.</exception>
    public static JsonData Parse(ReadOnlyMemory<byte> utf8)
    {
        var reader = new Utf8JsonReader(utf8.Span);
        reader.Read();
        reader.Skip();
        if (reader.Read()) throw new JsonException("Text follows the JSON value.");
        return new JsonData(utf8);
    }

    /// <inheritdoc cref="Parse(ReadOnlyMemory{byte})"/>
    public static JsonData Parse(string json) => Parse(Encoding.UTF8.GetBytes(json));

    /// <summary>Serializes a value.</summary>
    [RequiresUnreferencedCode(Reflects), RequiresDynamicCode(Reflects)]
    public static JsonData From<T>(T value, JsonSerializerOptions? options = null) =>
        new(JsonSerializer.SerializeToUtf8Bytes(value, options));

    /// <summary>Serializes a value as its type's source-generated description says: in trimmed and natively compiled programs too.</summary>
    public static JsonData From<T>(T value, JsonTypeInfo<T> type) => new(JsonSerializer.SerializeToUtf8Bytes(value, type));

    /// <summary>Keeps a parsed value's text.</summary>
    public static JsonData From(JsonElement element) =>
        element.ValueKind == JsonValueKind.Undefined ? default : new JsonData(JsonMarshal.GetRawUtf8Value(element).ToArray());

    /// <summary>Parses the text.</summary>
    public JsonElement ToElement()
    {
        using var document = JsonDocument.Parse(Utf8);
        return document.RootElement.Clone();
    }

    /// <summary>Reads the text as a value of <typeparamref name="T"/>.</summary>
    [RequiresUnreferencedCode(Reflects), RequiresDynamicCode(Reflects)]
    public T? Deserialize<T>(JsonSerializerOptions? options = null) => JsonSerializer.Deserialize<T>(Utf8.Span, options);

    /// <summary>Reads the text as a value of <typeparamref name="T"/>, as its source-generated description says: in trimmed and natively compiled programs too.</summary>
    public T? Deserialize<T>(JsonTypeInfo<T> type) => JsonSerializer.Deserialize(Utf8.Span, type);

    /// <summary>Whether both hold the same text.</summary>
    public bool Equals(JsonData other) => Utf8.Span.SequenceEqual(other.Utf8.Span);

    /// <inheritdoc/>
    public override bool Equals(object? obj) => obj is JsonData other && Equals(other);

    /// <inheritdoc/>
    public override int GetHashCode()
    {
        var hash = new HashCode();
        hash.AddBytes(Utf8.Span);
        return hash.ToHashCode();
    }

    /// <summary>The text.</summary>
    public override string ToString() => Encoding.UTF8.GetString(Utf8.Span);

    /// <summary>Whether both hold the same text.</summary>
    public static bool operator ==(JsonData left, JsonData right) => left.Equals(right);

    /// <summary>Whether the texts differ.</summary>
    public static bool operator !=(JsonData left, JsonData right) => !left.Equals(right);
}

/// <summary>Reads and writes a <see cref="JsonData"/> as the value that it holds.</summary>
public sealed class JsonDataConverter : JsonConverter<JsonData>
{
    /// <inheritdoc/>
    public override JsonData Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options)
    {
        using var document = JsonDocument.ParseValue(ref reader);
        return document.RootElement.ValueKind == JsonValueKind.Null ? default : JsonData.From(document.RootElement);
    }

    /// <inheritdoc/>
    public override void Write(Utf8JsonWriter writer, JsonData value, JsonSerializerOptions options) =>
        writer.WriteRawValue(value.Utf8.Span, skipInputValidation: true);

    /// <summary>A default value is read from JSON <c>null</c>.</summary>
    public override bool HandleNull => true;
}
