using LitePipeline.Core.Definitions;

namespace LitePipeline.Hosting.Pipelines;

/// <summary>How an action of a pipeline is run.</summary>
public static class StepExtensions
{
    /// <summary>Has an action wait for others of which it takes no value.</summary>
    /// <exception cref="PipelineInvalidException">One belongs to another pipeline.</exception>
    public static ActionStep<T> After<T>(this ActionStep<T> step, params ReadOnlySpan<Step> earlier)
    {
        ArgumentNullException.ThrowIfNull(step);
        foreach (var one in earlier)
        {
            ArgumentNullException.ThrowIfNull(one);
            ((IPipelineParts)step.Pipeline).CheckOwn(step.Name, one);
            step.Earlier.Add(one);
        }

        return step;
    }

    /// <inheritdoc cref="ActionSettings.Retry"/>
    public static ActionStep<T> WithRetry<T>(this ActionStep<T> step, int attempts, TimeSpan delay = default, double factor = 1, TimeSpan? maxDelay = null) =>
        With(step, settings => settings.Retry(attempts, delay, factor, maxDelay));

    /// <inheritdoc cref="ActionSettings.Timeout"/>
    public static ActionStep<T> WithTimeout<T>(this ActionStep<T> step, TimeSpan timeout) => With(step, settings => settings.Timeout(timeout));

    /// <inheritdoc cref="ActionSettings.Resources"/>
    public static ActionStep<T> WithResources<T>(this ActionStep<T> step, int slots = 1, double cpu = 0, long memory = 0, int gpu = 0) =>
        With(step, settings => settings.Resources(slots, cpu, memory, gpu));

    /// <inheritdoc cref="ActionSettings.Nodes"/>
    public static ActionStep<T> OnNodes<T>(this ActionStep<T> step, TargetEnvironment target) => With(step, settings => settings.Nodes(target));

    /// <inheritdoc cref="ActionSettings.Artifacts"/>
    public static ActionStep<T> WithArtifacts<T>(this ActionStep<T> step, params string[] paths) => With(step, settings => settings.Artifacts(paths));

    /// <inheritdoc cref="ActionSettings.Cache"/>
    public static ActionStep<T> WithCache<T>(this ActionStep<T> step) => With(step, settings => settings.Cache());

    private static ActionStep<T> With<T>(ActionStep<T> step, Action<ActionSettings> set)
    {
        ArgumentNullException.ThrowIfNull(step);
        set(step.Settings);
        return step;
    }
}
