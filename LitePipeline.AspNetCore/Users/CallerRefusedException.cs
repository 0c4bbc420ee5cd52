using LitePipeline.Core;

namespace LitePipeline.AspNetCore.Users;

/// <summary>The caller did not show who they are: HTTP has status codes of its own for that, other than for one who is known and may not.</summary>
internal sealed class CallerRefusedException(string message) : LitePipelineException(ErrorCode.AuthError, message)
{
    /// <summary>After failed attempts, how long to wait before the next one.</summary>
    public TimeSpan? RetryAfter { get; init; }
}
