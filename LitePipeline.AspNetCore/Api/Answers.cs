using LitePipeline.AspNetCore.Api.Payloads;
using Microsoft.AspNetCore.Http;

namespace LitePipeline.AspNetCore.Api;

/// <summary>How endpoints answer.</summary>
internal static class Answers
{
    private static readonly OkAnswer Done = new();

    /// <summary>The original's answer to what has no other.</summary>
    public static IResult Ok() => Json(Done);

    public static IResult Json<T>(T answer, int status = StatusCodes.Status200OK) => Results.Json(answer, ApiJsonContext.Default, statusCode: status);

    /// <summary>What was created, and where it can be had.</summary>
    public static IResult Created(HttpContext context, string route, Guid id)
    {
        context.Response.Headers.Location = route.With(id);
        return Json(new CreatedPayload(id), StatusCodes.Status201Created);
    }

    public static IResult File(Stream content, string name) => Results.Stream(content, "application/octet-stream", name);
}
