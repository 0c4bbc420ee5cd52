using Microsoft.OpenApi;

namespace LitePipeline.AspNetCore.Api.Documents;

/// <summary>Describes bodies by the names of their fields.</summary>
internal static class BodySchema
{
    /// <summary>An object of these fields; one with a star at its end must be there.</summary>
    public static OpenApiSchema Of(IReadOnlyList<string> fields) => new()
    {
        Type = JsonSchemaType.Object,
        Properties = fields.Select(field => field.TrimEnd('*')).ToDictionary(name => name, IOpenApiSchema (name) =>
        {
            var word = Vocabulary.Fields[name];
            var schema = word.Schema();
            schema.Description = word.Text;
            return schema;
        }),
        Required = fields.Where(field => field.EndsWith('*')).Select(field => field.TrimEnd('*')).ToHashSet(),
    };
}
