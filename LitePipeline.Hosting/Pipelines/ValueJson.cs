using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using LitePipeline.Core;

namespace LitePipeline.Hosting.Pipelines;

/// <summary>How values of a type travel as the objects that inputs and outputs are.</summary>
internal abstract class ValueJson<T>
{
    /// <summary>The member that holds a value which is no object by itself.</summary>
    public const string Value = "value";

    public abstract JsonData Write(T value);

    /// <param name="data">The object; empty for one without members.</param>
    /// <param name="what">What it is, for people.</param>
    /// <exception cref="JsonException">It holds no such value.</exception>
    public abstract T Read(JsonData data, string what);

    protected static JsonException NoSuch(string what, Exception? inner = null) =>
        new($"{what} is no {typeof(T).Name}: {inner?.Message ?? "nothing was given."}", inner);
}

/// <summary>A type's own metadata: an object goes as it is, anything else under the name <c>value</c>.</summary>
internal sealed class TypeJson<T>(JsonTypeInfo<T> type) : ValueJson<T>
{
    /// <summary>Whether a value stands under a name.</summary>
    public bool IsWrapped { get; } = type.Kind is not (JsonTypeInfoKind.Object or JsonTypeInfoKind.Dictionary);

    public JsonTypeInfo<T> Type => type;

    public override JsonData Write(T value)
    {
        if (!IsWrapped)
        {
            if (value is null) throw new InvalidOperationException($"It returned null where a {typeof(T).Name} is due.");
            return JsonData.FromTrusted(JsonSerializer.SerializeToUtf8Bytes(value, type));
        }

        var text = new System.Buffers.ArrayBufferWriter<byte>();
        using (var writer = new Utf8JsonWriter(text))
        {
            writer.WriteStartObject();
            writer.WritePropertyName(Value);
            JsonSerializer.Serialize(writer, value, type);
            writer.WriteEndObject();
        }

        return JsonData.FromTrusted(text.WrittenMemory);
    }

    public override T Read(JsonData data, string what)
    {
        var json = data.IsEmpty ? JsonData.EmptyObject : data;
        try
        {
            if (!IsWrapped) return JsonSerializer.Deserialize(json.Utf8.Span, type) ?? throw NoSuch(what);
            using var document = JsonDocument.Parse(json.Utf8);
            return document.RootElement.TryGetProperty(Value, out var value) ? value.Deserialize(type)! : throw NoSuch(what);
        }
        catch (JsonException wrong) when (wrong.InnerException is not null || wrong.Path is not null)
        {
            throw NoSuch(what, wrong);
        }
    }
}

/// <summary>The values of generated actions, in the order in which they were generated, as an array under the name <c>value</c>.</summary>
internal sealed class ListJson<T>(TypeJson<T> item) : ValueJson<IReadOnlyList<T>>
{
    public override JsonData Write(IReadOnlyList<T> value)
    {
        var text = new System.Buffers.ArrayBufferWriter<byte>();
        using (var writer = new Utf8JsonWriter(text))
        {
            writer.WriteStartObject();
            writer.WriteStartArray(Value);
            foreach (var one in value) JsonSerializer.Serialize(writer, one, item.Type);
            writer.WriteEndArray();
            writer.WriteEndObject();
        }

        return JsonData.FromTrusted(text.WrittenMemory);
    }

    public override IReadOnlyList<T> Read(JsonData data, string what)
    {
        using var document = JsonDocument.Parse(data.IsEmpty ? JsonData.EmptyObject.Utf8 : data.Utf8);
        if (!document.RootElement.TryGetProperty(Value, out var values) || values.ValueKind != JsonValueKind.Array) throw NoSuch(what);
        var list = new List<T>(values.GetArrayLength());
        foreach (var value in values.EnumerateArray()) list.Add(value.Deserialize(item.Type)!);
        return list;
    }
}
