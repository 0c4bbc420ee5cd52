using System.Text.Json;
using System.Text.Json.Serialization;

namespace LitePipeline.Core.Messages;

/// <summary>Refuses numbers beyond what a number holds, such as 1e999: they are read as infinity, which no answer can be written with.</summary>
internal sealed class FiniteNumberConverter : JsonConverter<double>
{
    public override double Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
        reader.GetDouble() is var number && double.IsFinite(number) ? number : throw new JsonException("A number is beyond what can be kept.");

    public override void Write(Utf8JsonWriter writer, double value, JsonSerializerOptions options) => writer.WriteNumberValue(value);
}
