using System.Globalization;
using LitePipeline.AspNetCore.Api.Payloads;
using LitePipeline.AspNetCore.Users;
using Microsoft.AspNetCore.Http;
using Microsoft.OpenApi;

namespace LitePipeline.AspNetCore.Api.Documents;

/// <summary>The answers of a route under <c>/api/v1</c>: the good one, and the problems that it can have.</summary>
internal static class ProblemAnswers
{
    public static OpenApiResponses Of(AnswerText answer, RouteRole role, string route, string method, OpenApiDocument document)
    {
        var answers = new OpenApiResponses { [answer.Status.ToString(CultureInfo.InvariantCulture)] = Good(answer, document) };
        foreach (var (status, text) in Problems(role, route, method).OrderBy(problem => problem.Status)) answers[status.ToString(CultureInfo.InvariantCulture)] = Problem(text, document);
        return answers;
    }

    public static OpenApiResponse Good(AnswerText answer, OpenApiDocument document) => new()
    {
        Description = answer.Status switch
        {
            StatusCodes.Status201Created => "Created; Location says where it is.",
            StatusCodes.Status204NoContent => "Done.",
            _ => "The answer.",
        },
        Content = answer.ContentType is null ? null : new Dictionary<string, OpenApiMediaType>
        {
            [answer.ContentType] = new OpenApiMediaType { Schema = answer.Type is { } type ? AnswerSchema.Of(type, document) : Stream(answer.ContentType, document) },
        },
    };

    private static IOpenApiSchema Stream(string contentType, OpenApiDocument document) => contentType == "text/event-stream"
        ? AnswerSchema.Of(typeof(Core.Events.PipelineEvent), document)
        : new OpenApiSchema { Type = JsonSchemaType.String, Format = contentType == "text/plain" ? null : "binary" };

    private static IEnumerable<(int Status, string Text)> Problems(RouteRole role, string route, string method)
    {
        var changes = method != HttpMethods.Get;
        if (route == Routes.V1.Health)
        {
            yield return (StatusCodes.Status503ServiceUnavailable, "The manager cannot work.");
            yield break;
        }

        yield return (StatusCodes.Status400BadRequest, "A parameter is missing or wrong; 'field' says which.");
        if (role.Least is not null || route == Routes.V1.Login)
        {
            yield return (StatusCodes.Status401Unauthorized, "The caller did not show who they are, or not truly.");
            yield return (StatusCodes.Status429TooManyRequests, "Too many attempts to sign in have failed; Retry-After says how long to wait.");
        }

        if (role.Least is not null) yield return (StatusCodes.Status403Forbidden, "The caller may not do this.");
        if (route.Contains("{id}", StringComparison.Ordinal) || changes) yield return (StatusCodes.Status404NotFound, "Something that the request names is not there; 'code' says what.");
        if (changes) yield return (StatusCodes.Status409Conflict, "What the request names is not in a state for this; 'code' says why.");
        if (changes) yield return (StatusCodes.Status413PayloadTooLarge, "The body is longer than the service takes.");
        if (changes) yield return (StatusCodes.Status422UnprocessableEntity, "The package or configuration cannot be used; 'problems' lists all that is wrong in it.");
        if (route.EndsWith("/log", StringComparison.Ordinal) || route.EndsWith("/log/events", StringComparison.Ordinal) || route.EndsWith("/workspace", StringComparison.Ordinal))
            yield return (StatusCodes.Status503ServiceUnavailable, "The node that has it is not connected.");
        yield return (StatusCodes.Status500InternalServerError, "The manager failed; its log says why.");
    }

    private static OpenApiResponse Problem(string text, OpenApiDocument document) => new()
    {
        Description = text,
        Content = new Dictionary<string, OpenApiMediaType> { [RouteTextExtensions.Problem] = new OpenApiMediaType { Schema = AnswerSchema.Of(typeof(ProblemPayload), document) } },
    };
}
