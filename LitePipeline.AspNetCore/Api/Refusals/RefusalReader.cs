using LitePipeline.Core;
using Microsoft.AspNetCore.Http;

namespace LitePipeline.AspNetCore.Api.Refusals;

/// <summary>Tells what an exception means to the caller.</summary>
internal static class RefusalReader
{
    /// <summary>The refusal; null for a failure of ours, of which the caller learns no more than that there was one.</summary>
    public static Refusal? Read(Exception exception) => exception switch
    {
        RequestRefusedException refused => refused.Refusal,
        LitePipelineException { Code: ErrorCode.ServerException } => null,
        LitePipelineException known => new Refusal(known.Code, known.Message, known.Field),
        BadHttpRequestException { StatusCode: StatusCodes.Status413PayloadTooLarge } => new Refusal(ErrorCode.InvalidParameters, "The body is longer than this service takes; send less."),
        BadHttpRequestException bad => new Refusal(ErrorCode.InvalidParameters, $"The request is not well formed: {bad.Message}"),
        _ => null,
    };

    /// <summary>What a caller is told of a failure that its log explains.</summary>
    public static Refusal Failure { get; } = new(ErrorCode.ServerException, "The manager failed; its log says why. Try again, and tell its operator if this lasts.");

    /// <summary>Whether the caller has gone, or the service stops: then nobody reads an answer.</summary>
    public static bool IsGone(HttpContext context, Exception exception) =>
        exception is OperationCanceledException && context.RequestAborted.IsCancellationRequested;
}
