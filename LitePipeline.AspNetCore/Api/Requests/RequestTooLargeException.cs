using LitePipeline.Core;

namespace LitePipeline.AspNetCore.Api.Requests;

/// <summary>A request is longer than allowed: the same refusal as any other, but HTTP has a status code of its own for it.</summary>
internal sealed class RequestTooLargeException : LitePipelineException
{
    public RequestTooLargeException(string message, string? field) : base(ErrorCode.InvalidParameters, message) => Field = field;
}
