using System.Collections.Immutable;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace LitePipeline.AspNetCore.Api.Payloads;

/// <summary>A list of moments; one that was never set is an empty one.</summary>
internal sealed class MomentsConverter : JsonConverter<ImmutableArray<DateTimeOffset>>
{
    public override ImmutableArray<DateTimeOffset> Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options)
    {
        if (reader.TokenType != JsonTokenType.StartArray) throw new JsonException("A list of moments is no list.");
        var moments = ImmutableArray.CreateBuilder<DateTimeOffset>();
        while (reader.Read() && reader.TokenType != JsonTokenType.EndArray) moments.Add(reader.GetDateTimeOffset());
        return moments.DrainToImmutable();
    }

    public override void Write(Utf8JsonWriter writer, ImmutableArray<DateTimeOffset> value, JsonSerializerOptions options)
    {
        writer.WriteStartArray();
        if (!value.IsDefault)
            foreach (var moment in value) writer.WriteStringValue(moment);
        writer.WriteEndArray();
    }
}
