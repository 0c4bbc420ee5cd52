using System.Globalization;
using LitePipeline.AspNetCore.Api.Payloads;
using LitePipeline.AspNetCore.Api.Requests;
using LitePipeline.AspNetCore.Users;
using LitePipeline.Core;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.Extensions.Logging;

namespace LitePipeline.AspNetCore.Api.Refusals;

/// <summary>Answers refusals of the routes under <c>/api/v1</c>: problem details (RFC 9457) with a status code that says whose turn it is.</summary>
internal sealed partial class ProblemRefusals(ILogger<ProblemRefusals> logger) : IEndpointFilter
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
            if (exception is CallerRefusedException unknown) AskWho(context.HttpContext.Response, unknown);
            return Problem(refusal ?? RefusalReader.Failure, exception, context.HttpContext);
        }
    }

    // Basic is taken too, but not asked for: a browser would put up a window of its own.
    private static void AskWho(HttpResponse response, CallerRefusedException unknown)
    {
        if (unknown.RetryAfter is { } pause) response.Headers.RetryAfter = pause.TotalSeconds.ToString(CultureInfo.InvariantCulture);
        else response.Headers.WWWAuthenticate = "Bearer realm=\"LitePipeline\"";
    }

    private static JsonHttpResult<ProblemPayload> Problem(Refusal refusal, Exception exception, HttpContext context)
    {
        var status = StatusOf(exception) ?? StatusOf(refusal);
        var problem = new ProblemPayload(
            $"urn:litepipeline:error:{refusal.Code}",
            refusal.Code.ToString(),
            status,
            refusal.Message,
            refusal.Code.ToString(),
            FieldNames.Of(refusal.Field, context),
            (exception as DefinitionInvalidException)?.Problems);
        return TypedResults.Json(problem, ApiJsonContext.Default.ProblemPayload, "application/problem+json", status);
    }

    private static int? StatusOf(Exception exception) => exception switch
    {
        RequestTooLargeException or BadHttpRequestException { StatusCode: StatusCodes.Status413PayloadTooLarge } => StatusCodes.Status413PayloadTooLarge,
        CallerRefusedException { RetryAfter: not null } => StatusCodes.Status429TooManyRequests,
        CallerRefusedException => StatusCodes.Status401Unauthorized,
        DefinitionInvalidException => StatusCodes.Status422UnprocessableEntity,
        _ => null,
    };

    private static int StatusOf(Refusal refusal) => refusal.Code switch
    {
        // The node that is asked for, rather than the one that has what is asked for.
        ErrorCode.NodeNotExists when refusal.Field == "node_id" => StatusCodes.Status404NotFound,
        ErrorCode.InvalidParameters => StatusCodes.Status400BadRequest,
        ErrorCode.AuthError => StatusCodes.Status403Forbidden,
        ErrorCode.AppNotExists or ErrorCode.AppHistoryNotExists or ErrorCode.TaskNotExists
            or ErrorCode.WorkNotExists or ErrorCode.WorkflowNotExists or ErrorCode.ScheduleNotExists
            or ErrorCode.ServiceNotExists or ErrorCode.VenvNotExists or ErrorCode.VenvHistoryNotExists
            or ErrorCode.ArtifactNotExists or ErrorCode.SecretNotExists => StatusCodes.Status404NotFound,
        ErrorCode.AppWrongFormat or ErrorCode.VenvWrongFormat => StatusCodes.Status422UnprocessableEntity,
        ErrorCode.NodeNotExists => StatusCodes.Status503ServiceUnavailable,
        ErrorCode.ServerException => StatusCodes.Status500InternalServerError,
        _ => StatusCodes.Status409Conflict,
    };

    [LoggerMessage(EventId = 5002, Level = LogLevel.Error, Message = "The request for {Path} failed")]
    private partial void LogFailed(Exception exception, PathString path);
}
