using System.Text.Json;
using System.Text.Json.Serialization;

namespace LitePipeline.Core;

/// <summary>An id that is a UUID: users see it, and JSON holds it, as text.</summary>
/// <typeparam name="TSelf">The id's type.</typeparam>
public interface IGuidId<TSelf> where TSelf : struct, IGuidId<TSelf>
{
    /// <summary>The UUID.</summary>
    Guid Value { get; }

    /// <summary>Makes the id of a UUID.</summary>
    static abstract TSelf Create(Guid value);
}

/// <summary>Writes an id as its UUID's text.</summary>
public sealed class GuidIdConverter<T> : JsonConverter<T> where T : struct, IGuidId<T>
{
    /// <inheritdoc/>
    public override T Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) => T.Create(reader.GetGuid());

    /// <inheritdoc/>
    public override void Write(Utf8JsonWriter writer, T value, JsonSerializerOptions options) => writer.WriteStringValue(value.Value);
}
