namespace LitePipeline.Core.Definitions;

/// <summary>How far <c>retry</c>, <c>timeout</c> and <c>max_running_tasks</c> may go.</summary>
internal static class ActionLimits
{
    public const int MaxAttempts = 1000;
    public const int MaxRunningTasks = 1_000_000;

    // The signals of Linux end at 64.
    public const int LowestExitCode = -64;
    public const int HighestExitCode = 255;

    public static TimeSpan MaxDelay { get; } = TimeSpan.FromDays(1);

    public static TimeSpan MaxTimeout { get; } = TimeSpan.FromDays(365);

    /// <summary>Says what is wrong with an action that was made in C#; null where nothing is. What is read from JSON keeps to the limits already.</summary>
    public static string? FindProblem(ActionDefinition action)
    {
        if (action.Timeout is { } timeout && (timeout <= TimeSpan.Zero || timeout > MaxTimeout))
            return $"a timeout of {timeout}; give more than zero and {MaxTimeout.TotalDays} days at the most";
        if (action.Retry is not { } retry) return null;
        if (retry.Attempts is < 1 or > MaxAttempts) return $"a retry with {retry.Attempts} attempts; give 1 to {MaxAttempts}";
        if (retry.Delay < TimeSpan.Zero || retry.Delay > MaxDelay) return $"a retry with a delay of {retry.Delay}; give zero to {MaxDelay.TotalDays} day";
        if (retry.MaxDelay < retry.Delay || retry.MaxDelay > MaxDelay) return $"a retry with a longest delay of {retry.MaxDelay}; give the delay or more, and {MaxDelay.TotalDays} day at the most";
        if (!double.IsFinite(retry.Factor) || retry.Factor < 1) return $"a retry with the factor {retry.Factor}; give 1 or more";
        return !retry.OnExitCodes.IsDefault && retry.OnExitCodes.Any(code => code is < LowestExitCode or > HighestExitCode)
            ? $"a retry on an exit code outside of {LowestExitCode} to {HighestExitCode}"
            : null;
    }
}
