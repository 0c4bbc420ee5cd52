using System.Text.Json;
using LitePipeline.Core;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;

namespace LitePipeline.Cli.Servers;

/// <summary>Answers requests that no route takes in the words of those that do, instead of with nothing.</summary>
internal static class StrayRequests
{
    public static void UseStrayRequests(this IApplicationBuilder app) => app.UseStatusCodePages(async context =>
    {
        var (request, response) = (context.HttpContext.Request, context.HttpContext.Response);
        var message = response.StatusCode switch
        {
            StatusCodes.Status404NotFound => $"There is no route {request.Path}; /openapi/v1.json lists them all.",
            StatusCodes.Status405MethodNotAllowed => $"{request.Path} does not take {request.Method}; send {response.Headers.Allow}.",
            var status => $"The request was answered with status {status}; /openapi/v1.json says what the routes take.",
        };
        const string code = nameof(ErrorCode.InvalidParameters);
        var isOwn = request.Path.StartsWithSegments("/api/v1", StringComparison.OrdinalIgnoreCase);
        response.ContentType = isOwn ? "application/problem+json" : "application/json";
        await using var json = new Utf8JsonWriter(response.BodyWriter);
        json.WriteStartObject();
        if (isOwn)
        {
            json.WriteString("type", $"urn:litepipeline:error:{code}");
            json.WriteString("title", code);
            json.WriteNumber("status", response.StatusCode);
            json.WriteString("detail", message);
            json.WriteString("code", code);
        }
        else
        {
            json.WriteString("result", code);
            json.WriteString("message", message);
        }

        json.WriteEndObject();
    });
}
