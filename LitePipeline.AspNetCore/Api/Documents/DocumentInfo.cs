using LitePipeline.AspNetCore.Users;
using Microsoft.AspNetCore.OpenApi;
using Microsoft.OpenApi;

namespace LitePipeline.AspNetCore.Api.Documents;

/// <summary>What the document says of the API as a whole.</summary>
internal sealed class DocumentInfo : IOpenApiDocumentTransformer
{
    private const string Bearer = "litepipeline_bearer", Basic = "litepipeline_basic";

    /// <summary>The ways to show who calls, each enough by itself.</summary>
    public static IEnumerable<OpenApiSecurityRequirement> SchemesOf(OpenApiDocument document)
    {
        yield return new OpenApiSecurityRequirement { [new OpenApiSecuritySchemeReference(Bearer, document)] = [] };
        yield return new OpenApiSecurityRequirement { [new OpenApiSecuritySchemeReference(Basic, document)] = [] };
    }

    public Task TransformAsync(OpenApiDocument document, OpenApiDocumentTransformerContext context, CancellationToken cancellationToken)
    {
        // Where a host has routes of its own in the document, its title is the host's.
        if (context.DescriptionGroups.SelectMany(group => group.Items).All(route => route.ActionDescriptor.EndpointMetadata.OfType<RouteRole>().Any()))
            (document.Info.Title, document.Info.Version) = ("LitePipeline", LitePipelineVersion.Text);
        document.AddComponent<IOpenApiSecurityScheme>(Bearer, new OpenApiSecurityScheme
        {
            Type = SecuritySchemeType.Http,
            Scheme = "bearer",
            Description = $"A token from POST {Routes.V1.Login}.",
        });
        document.AddComponent<IOpenApiSecurityScheme>(Basic, new OpenApiSecurityScheme { Type = SecuritySchemeType.Http, Scheme = "basic", Description = "A user's name and password." });
        document.Tags ??= new HashSet<OpenApiTag>();
        Describe(document, "v1", "Status codes that mean something, problem details (RFC 9457), server-sent events.");
        Describe(document, "compatible", "The routes of LitePipeline 0.1.5 for Python: HTTP 200 with 'result' \"ok\" or an error's name.");
        return Task.CompletedTask;
    }

    private static void Describe(OpenApiDocument document, string name, string text)
    {
        var tag = document.Tags!.FirstOrDefault(tag => tag.Name == name);
        if (tag is null) document.Tags!.Add(new OpenApiTag { Name = name, Description = text });
        else tag.Description = text;
    }
}
