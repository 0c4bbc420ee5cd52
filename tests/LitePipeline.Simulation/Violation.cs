namespace LitePipeline.Simulation;

/// <summary>A promise that was broken.</summary>
/// <param name="Rule">Which promise, in a word or two.</param>
/// <param name="Message">What happened.</param>
internal sealed record Violation(string Rule, string Message)
{
    public override string ToString() => $"{Rule}: {Message}";
}

/// <summary>Ends a simulation that has broken a promise.</summary>
internal sealed class ViolationException(string rule, string message) : Exception($"{rule}: {message}")
{
    public Violation Violation { get; } = new(rule, message);
}
