using LitePipeline.AspNetCore.Api.Payloads;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace LitePipeline.AspNetCore.Api.Refusals;

/// <summary>Answers refusals of the compatible routes: HTTP 200 with the error's name in <c>result</c>, as the original's clients expect.</summary>
internal sealed partial class CompatibleRefusals(ILogger<CompatibleRefusals> logger) : IEndpointFilter
{
    public async ValueTask<object?> InvokeAsync(EndpointFilterInvocationContext context, EndpointFilterDelegate next)
    {
        try
        {
            return await next(context);
        }
        catch (Exception exception) when (!RefusalReader.IsGone(context.HttpContext, exception))
        {
            var refusal = RefusalReader.Read(exception);
            if (refusal is null) LogFailed(exception, context.HttpContext.Request.Path);
            refusal ??= RefusalReader.Failure;
            return TypedResults.Json(
                new RefusedAnswer(refusal.Code.ToString(), refusal.Message, refusal.Field),
                ApiJsonContext.Default.RefusedAnswer,
                statusCode: StatusOf(context.HttpContext));
        }
    }

    // The original's clients write to a file whatever a download answers with 200.
    private static int StatusOf(HttpContext context) =>
        context.GetEndpoint()?.Metadata.GetMetadata<DownloadMetadata>() is null ? StatusCodes.Status200OK : StatusCodes.Status400BadRequest;

    [LoggerMessage(EventId = 5001, Level = LogLevel.Error, Message = "The request for {Path} failed")]
    private partial void LogFailed(Exception exception, PathString path);
}

/// <summary>Marks a route whose good answer is a file.</summary>
internal sealed class DownloadMetadata;
