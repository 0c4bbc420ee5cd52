namespace LitePipeline.AspNetCore.Api.Requests;

/// <summary>Waits for an end, but not for ever: a call that never answers is cut by whatever lies between.</summary>
internal static class LimitedWait
{
    /// <summary>What there is at the end, or what there is when the time is over.</summary>
    public static async Task<T> ForAsync<T>(TimeSpan limit, TimeProvider time, Func<CancellationToken, Task<T>> end, Func<Task<T>> now, CancellationToken cancellationToken)
    {
        using var over = new CancellationTokenSource(limit, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(over.Token, cancellationToken);
        try
        {
            return await end(either.Token);
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            return await now();
        }
    }
}
