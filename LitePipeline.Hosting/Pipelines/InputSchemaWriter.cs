using System.ComponentModel;
using System.ComponentModel.DataAnnotations;
using System.Reflection;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Json.Schema;
using LitePipeline.Core;

namespace LitePipeline.Hosting.Pipelines;

/// <summary>The JSON schema of a pipeline's input, of which the viewer makes a form.</summary>
internal static class InputSchemaWriter
{
    private static readonly JsonSchemaExporterOptions Export = new()
    {
        TreatNullObliviousAsNonNullable = true,
        TransformSchemaNode = (context, schema) =>
        {
            if (schema is JsonObject described && context.PropertyInfo?.AttributeProvider is { } property) Describe(property, described);
            return schema;
        },
    };

    public static JsonData Of<T>(TypeJson<T> json)
    {
        var schema = json.Type.GetJsonSchemaAsNode(Export);
        if (json.IsWrapped)
        {
            Move(schema, $"#/properties/{ValueJson<T>.Value}");
            schema = new JsonObject
            {
                ["type"] = "object",
                ["properties"] = new JsonObject { [ValueJson<T>.Value] = schema },
                ["required"] = new JsonArray((JsonNode)ValueJson<T>.Value),
            };
        }
        else if (schema is not JsonObject) schema = new JsonObject { ["type"] = "object" };
        return JsonData.Parse(schema.ToJsonString());
    }

    private static void Describe(ICustomAttributeProvider property, JsonObject schema)
    {
        foreach (var attribute in property.GetCustomAttributes(inherit: true))
        {
            switch (attribute)
            {
                case DescriptionAttribute description:
                    schema["description"] = description.Description;
                    break;
                case RangeAttribute { Minimum: IConvertible minimum, Maximum: IConvertible maximum } range when range.OperandType == typeof(int) || range.OperandType == typeof(double):
                    schema["minimum"] = minimum.ToDouble(null);
                    schema["maximum"] = maximum.ToDouble(null);
                    break;
                case StringLengthAttribute length:
                    if (length.MinimumLength > 0) schema["minLength"] = length.MinimumLength;
                    schema["maxLength"] = length.MaximumLength;
                    break;
                case RegularExpressionAttribute expression:
                    schema["pattern"] = expression.Pattern;
                    break;
                default:
                    break;
            }
        }
    }

    // The exporter points from the root of what it exports, which has moved.
    private static void Move(JsonNode? schema, string below)
    {
        switch (schema)
        {
            case JsonObject members:
                if (members["$ref"] is JsonValue reference && reference.GetValueKind() == JsonValueKind.String) members["$ref"] = $"{below}{reference.GetValue<string>()[1..]}";
                foreach (var (_, member) in members) Move(member, below);
                break;
            case JsonArray items:
                foreach (var item in items) Move(item, below);
                break;
            default:
                break;
        }
    }
}
