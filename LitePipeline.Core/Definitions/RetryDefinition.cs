using System.Collections.Immutable;

namespace LitePipeline.Core.Definitions;

/// <summary>When an action that failed is run again: <c>retry</c> in a configuration.</summary>
/// <param name="Attempts">How many runs in all, at least 1; those that lost their node do not count.</param>
/// <param name="Delay">The pause before the second run.</param>
/// <param name="Factor">What each further pause is multiplied by, at least 1.</param>
/// <param name="MaxDelay">The longest pause.</param>
/// <param name="OnExitCodes">Only after these exit codes; empty for every failure.</param>
public sealed record RetryDefinition(int Attempts, TimeSpan Delay, double Factor, TimeSpan MaxDelay, ImmutableArray<int> OnExitCodes);
