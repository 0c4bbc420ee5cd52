using System.Collections.Immutable;
using System.Text.Json.Serialization;

namespace LitePipeline.Core.Definitions;

/// <summary>When an action that failed is run again: <c>retry</c> in a configuration.</summary>
/// <param name="Attempts">How many runs in all, from 1 to 1000; those that lost their node do not count.</param>
/// <param name="Delay">The pause before the second run, a day at the most.</param>
/// <param name="Factor">What each further pause is multiplied by, at least 1.</param>
/// <param name="MaxDelay">The longest pause, a day at the most.</param>
/// <param name="OnExitCodes">Only after these exit codes, which for a signal are minus its number; empty for every failure.</param>
[method: JsonConstructor]
public sealed record RetryDefinition(int Attempts, TimeSpan Delay, double Factor, TimeSpan MaxDelay, ImmutableArray<int> OnExitCodes)
{
    /// <summary>Runs after every failure, with the same pause each time.</summary>
    public RetryDefinition(int attempts, TimeSpan delay = default) : this(attempts, delay, 1, delay, []) { }

    /// <summary>The pause after so many failures in a row, at least 1.</summary>
    public TimeSpan PauseAfter(int failures)
    {
        if (Delay <= TimeSpan.Zero) return TimeSpan.Zero;
        var ticks = Delay.Ticks * Math.Pow(Factor, failures - 1);
        return ticks < MaxDelay.Ticks ? TimeSpan.FromTicks((long)ticks) : MaxDelay;
    }

    /// <summary>Whether a failure with this exit code, null where nothing ran, is one to run again after.</summary>
    public bool AppliesTo(int? returnCode) =>
        OnExitCodes.IsDefaultOrEmpty || (returnCode is { } code && OnExitCodes.Contains(code));
}
