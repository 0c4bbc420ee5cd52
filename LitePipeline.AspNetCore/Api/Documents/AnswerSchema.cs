using System.Collections.Immutable;
using System.Text.Json.Nodes;
using System.Text.Json.Schema;
using System.Text.Json.Serialization.Metadata;
using LitePipeline.AspNetCore.Api.Payloads;
using LitePipeline.Core;
using Microsoft.OpenApi;
using Microsoft.OpenApi.Reader;

namespace LitePipeline.AspNetCore.Api.Documents;

/// <summary>Describes answers by the types that are written, as our own JSON context writes them: a host's JSON options say nothing about them.</summary>
internal static class AnswerSchema
{
    /// <summary>A reference to the schema of a type, which is put into the document when it is first asked for.</summary>
    public static OpenApiSchemaReference Of(Type type, OpenApiDocument document)
    {
        var name = NameOf(type);
        if (document.Components?.Schemas?.ContainsKey(name) is not true)
        {
            // Put in first, so that types which lead back to themselves come to an end.
            document.AddComponent(name, new OpenApiSchema());
            document.Components!.Schemas![name] = Describe(type, document);
        }

        return new OpenApiSchemaReference(name, document);
    }

    private static OpenApiSchema Describe(Type type, OpenApiDocument document)
    {
        var node = ApiJsonContext.Default.Options.GetJsonSchemaAsNode(type, new JsonSchemaExporterOptions
        {
            TreatNullObliviousAsNonNullable = true,
            TransformSchemaNode = (place, schema) => Known(place, schema, document),
        });
        return new OpenApiJsonReader().ReadFragment<OpenApiSchema>(node, OpenApiSpecVersion.OpenApi3_1, document, out _)!;
    }

    private static JsonNode Known(JsonSchemaExporterContext place, JsonNode schema, OpenApiDocument document)
    {
        var type = Nullable.GetUnderlyingType(place.TypeInfo.Type) ?? place.TypeInfo.Type;
        if (type == typeof(JsonData)) return new JsonObject { ["description"] = "Any JSON." };
        if (type == typeof(ImmutableArray<DateTimeOffset>))
            return new JsonObject { ["type"] = "array", ["items"] = new JsonObject { ["type"] = "string", ["format"] = "date-time" } };
        if (type.GetInterfaces().Any(face => face.IsGenericType && face.GetGenericTypeDefinition() == typeof(IGuidId<>)))
            return new JsonObject { ["type"] = IsNullable(place) ? new JsonArray("string", "null") : "string", ["format"] = "uuid" };
        // What a type is made of is described once; the cases of an event stay within it, as their kind is told there.
        if (place.Path.IsEmpty || place.BaseTypeInfo is not null || place.TypeInfo.Kind != JsonTypeInfoKind.Object || type.Namespace?.StartsWith("LitePipeline", StringComparison.Ordinal) is not true) return schema;
        var reference = new JsonObject { ["$ref"] = $"#/components/schemas/{Of(type, document).Reference.Id}" };
        return schema is JsonObject { } described && described["type"] is JsonArray ? new JsonObject { ["anyOf"] = new JsonArray(reference, new JsonObject { ["type"] = "null" }) } : reference;
    }

    private static bool IsNullable(JsonSchemaExporterContext place) => Nullable.GetUnderlyingType(place.TypeInfo.Type) is not null;

    private static string NameOf(Type type) => type.IsGenericType
        ? $"{type.Name[..type.Name.IndexOf('`')].Replace("Payload", "", StringComparison.Ordinal)}Of{string.Concat(type.GetGenericArguments().Select(NameOf))}"
        : type.Name;
}
