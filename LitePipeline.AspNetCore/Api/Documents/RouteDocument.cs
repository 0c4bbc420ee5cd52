using System.Globalization;
using LitePipeline.AspNetCore.Api.Payloads;
using LitePipeline.AspNetCore.Api.Refusals;
using LitePipeline.AspNetCore.Api.Requests;
using LitePipeline.AspNetCore.Users;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.OpenApi;
using Microsoft.OpenApi;

namespace LitePipeline.AspNetCore.Api.Documents;

/// <summary>Describes our routes by what they say of themselves where they are mapped; a host's other routes are left as they are.</summary>
internal sealed class RouteDocument : IOpenApiOperationTransformer
{
    public Task TransformAsync(OpenApiOperation operation, OpenApiOperationTransformerContext context, CancellationToken cancellationToken)
    {
        var metadata = context.Description.ActionDescriptor.EndpointMetadata;
        if (metadata.OfType<RouteRole>().LastOrDefault() is not { } role || metadata.OfType<AnswerText>().LastOrDefault() is not { } answer) return Task.CompletedTask;
        var (document, route, method) = (context.Document!, $"/{context.Description.RelativePath}", context.Description.HttpMethod!);
        operation.OperationId = string.Join('_', $"{method.ToLowerInvariant()}{route}".Split('/', '{', '}', '-', '*').Where(word => word.Length > 0));
        DescribeParameters(operation, metadata);
        if (metadata.OfType<BodyText>().LastOrDefault() is { } body) operation.RequestBody = Body(body);
        operation.Responses = route.StartsWith("/api/v1", StringComparison.Ordinal)
            ? ProblemAnswers.Of(answer, role, route, method, document)
            : RefusedAnswers(answer, metadata.OfType<DownloadMetadata>().Any(), document);
        DescribeRole(operation, role, document);
        return Task.CompletedTask;
    }

    private static void DescribeParameters(OpenApiOperation operation, IList<object> metadata)
    {
        var parameters = operation.Parameters ??= [];
        foreach (var name in metadata.OfType<QueryText>().SelectMany(query => query.Names).Reverse())
            parameters.Insert(0, new OpenApiParameter { Name = name.TrimEnd('*'), In = ParameterLocation.Query, Required = name.EndsWith('*') });
        foreach (var parameter in parameters.OfType<OpenApiParameter>())
        {
            if (!Vocabulary.Parameters.TryGetValue(parameter.Name!, out var word)) continue;
            (parameter.Description, parameter.Schema) = (word.Text, word.Schema());
        }

        if (!metadata.OfType<IdempotencyText>().Any()) return;
        parameters.Add(new OpenApiParameter
        {
            Name = IdempotencyKey.Header,
            In = ParameterLocation.Header,
            Description = "A text of 1 to 255 ASCII characters, new for each thing to create, such as a UUID. The id of what is created follows from it and from the caller's name: "
                + "the same request again answers the same id and creates nothing, another request under the same key is refused.",
            Schema = new OpenApiSchema { Type = JsonSchemaType.String, MinLength = 1, MaxLength = 255 },
        });
    }

    private static OpenApiRequestBody Body(BodyText body) => new()
    {
        Required = true,
        Content = new Dictionary<string, OpenApiMediaType> { [body.ContentType] = new OpenApiMediaType { Schema = BodySchema.Of(body.Fields) } },
    };

    private static OpenApiResponses RefusedAnswers(AnswerText answer, bool download, OpenApiDocument document)
    {
        var refused = AnswerSchema.Of(typeof(RefusedAnswer), document);
        var good = ProblemAnswers.Good(answer, document);
        if (answer.Type is not null && good.Content is { } content)
            content[answer.ContentType!] = new OpenApiMediaType { Schema = new OpenApiSchema { OneOf = [AnswerSchema.Of(answer.Type, document), refused] } };
        var answers = new OpenApiResponses { [answer.Status.ToString(CultureInfo.InvariantCulture)] = good };
        if (answer.Type is not null) good.Description = "Done, where 'result' is \"ok\"; else refused: 'result' is the error's name, and nothing has changed.";
        if (download)
            answers["400"] = new OpenApiResponse { Description = "Refused.", Content = new Dictionary<string, OpenApiMediaType> { [RouteTextExtensions.Json] = new OpenApiMediaType { Schema = refused } } };
        return answers;
    }

    private static void DescribeRole(OpenApiOperation operation, RouteRole role, OpenApiDocument document)
    {
        if (role.Least is not { } least) return;
        operation.Description = $"{operation.Description} Takes the role {least.ToString().ToLowerInvariant()}, where the service has users.".TrimStart();
        operation.Security = [.. DocumentInfo.SchemesOf(document)];
    }
}
