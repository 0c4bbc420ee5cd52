using LitePipeline.Core.Definitions;

namespace LitePipeline.Hosting.Pipelines;

/// <summary>How an action is run: what a configuration says of it besides its name and its handler.</summary>
public sealed class ActionSettings
{
    internal ActionSettings(ActionDefinition definition) => Definition = definition;

    internal ActionDefinition Definition { get; private set; }

    internal void Change(Func<ActionDefinition, ActionDefinition> change) => Definition = change(Definition);

    /// <summary>Runs it again after a failure.</summary>
    /// <param name="attempts">How many runs in all, from 1 to 1000.</param>
    /// <param name="delay">The pause before the second run; none by default.</param>
    /// <param name="factor">What each further pause is multiplied by.</param>
    /// <param name="maxDelay">The longest pause; a day where it is null.</param>
    public ActionSettings Retry(int attempts, TimeSpan delay = default, double factor = 1, TimeSpan? maxDelay = null)
    {
        Change(action => action with { Retry = new RetryDefinition(attempts, delay, factor, maxDelay ?? TimeSpan.FromDays(1), []) });
        return this;
    }

    /// <summary>Ends an attempt that takes longer, by its <see cref="ActionContext.CancellationToken"/>; it has then failed.</summary>
    public ActionSettings Timeout(TimeSpan timeout)
    {
        Change(action => action with { Timeout = timeout });
        return this;
    }

    /// <summary>Takes more of its node than one slot.</summary>
    public ActionSettings Resources(int slots = 1, double cpu = 0, long memory = 0, int gpu = 0)
    {
        Change(action => action with { Resources = new ResourceDefinition { Slots = slots, Cpu = cpu, Memory = memory, Gpu = gpu } });
        return this;
    }

    /// <summary>Runs it only on nodes that are so.</summary>
    public ActionSettings Nodes(TargetEnvironment target)
    {
        ArgumentNullException.ThrowIfNull(target);
        Change(action => action with { TargetEnv = target });
        return this;
    }

    /// <summary>Keeps files of its workspace for the actions after it and for download: paths, in which <c>*</c> stands for any part of a name and <c>**</c> for any folders.</summary>
    public ActionSettings Artifacts(params ReadOnlySpan<string> paths)
    {
        var kept = paths.ToArray();
        Change(action => action with { Artifacts = [.. kept] });
        return this;
    }

    /// <summary>Takes a result that was recorded for the same input in place of a run. Where the code changes, change the pipeline's version.</summary>
    public ActionSettings Cache()
    {
        Change(action => action with { Cache = true });
        return this;
    }
}
