using LitePipeline.Core.Artifacts;

namespace LitePipeline.Core.Definitions;

/// <summary>How far <c>retry</c>, <c>timeout</c>, <c>resources</c> and <c>max_running_tasks</c> may go.</summary>
internal static class ActionLimits
{
    public const int MaxAttempts = 1000;
    public const int MaxSlots = 100_000;
    public const int MaxGpus = 10_000;
    public const double LeastCpu = 0.001;
    public const double MaxCpu = 100_000;
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
        if (!action.Artifacts.IsDefaultOrEmpty)
        {
            if (action.Artifacts.Length > ArtifactPath.MaxDeclared) return $"{action.Artifacts.Length} artifacts; give {ArtifactPath.MaxDeclared} at the most, or use patterns";
            if (action.Artifacts.FirstOrDefault(path => ArtifactPath.Problem(path) is not null) is { } path) return $"the artifact '{path}', which {ArtifactPath.Problem(path)!.TrimEnd('.')}";
        }

        return FindProblem(action.Resources) ?? FindProblem(action.Retry);
    }

    public static bool IsCpu(double cpu) => cpu is >= LeastCpu and <= MaxCpu;

    private static string? FindProblem(ResourceDefinition? resources)
    {
        if (resources is null) return null;
        if (resources.Slots is < 1 or > MaxSlots) return $"resources with {resources.Slots} slots; give 1 to {MaxSlots}";
        if (resources.Cpu != 0 && !IsCpu(resources.Cpu)) return $"resources with {resources.Cpu} processors; give {LeastCpu} to {MaxCpu}, or 0 to ask for none";
        if (resources.Memory < 0) return $"resources with {resources.Memory} bytes of memory; give 0 or more";
        return resources.Gpu is < 0 or > MaxGpus ? $"resources with {resources.Gpu} graphics processors; give 0 to {MaxGpus}" : null;
    }

    private static string? FindProblem(RetryDefinition? retry)
    {
        if (retry is null) return null;
        if (retry.Attempts is < 1 or > MaxAttempts) return $"a retry with {retry.Attempts} attempts; give 1 to {MaxAttempts}";
        if (retry.Delay < TimeSpan.Zero || retry.Delay > MaxDelay) return $"a retry with a delay of {retry.Delay}; give zero to {MaxDelay.TotalDays} day";
        if (retry.MaxDelay < retry.Delay || retry.MaxDelay > MaxDelay) return $"a retry with a longest delay of {retry.MaxDelay}; give the delay or more, and {MaxDelay.TotalDays} day at the most";
        if (!double.IsFinite(retry.Factor) || retry.Factor < 1) return $"a retry with the factor {retry.Factor}; give 1 or more";
        return !retry.OnExitCodes.IsDefault && retry.OnExitCodes.Any(code => code is < LowestExitCode or > HighestExitCode)
            ? $"a retry on an exit code outside of {LowestExitCode} to {HighestExitCode}"
            : null;
    }
}
