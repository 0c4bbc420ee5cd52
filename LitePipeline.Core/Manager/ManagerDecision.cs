using LitePipeline.Core.Storage;

namespace LitePipeline.Core.Manager;

/// <summary>What one or more inputs led to: the changes to commit, and the effects to carry out after the commit.</summary>
public sealed class ManagerDecision
{
    /// <summary>To commit, in this order, in one transaction.</summary>
    public List<StoreChange> Changes { get; } = [];

    /// <summary>To carry out after that, in this order.</summary>
    public List<ManagerEffect> Effects { get; } = [];

    /// <summary>Makes the decision empty, to be used again.</summary>
    public void Clear()
    {
        Changes.Clear();
        Effects.Clear();
    }
}

/// <summary>The answer to an input, to be given after the commit.</summary>
/// <param name="Refusal">Why it was refused, and nothing changed; null when it was accepted.</param>
/// <param name="Value">What a question asked for.</param>
public readonly record struct ManagerReply(Refusal? Refusal, object? Value = null)
{
    /// <summary>Done, with nothing to say.</summary>
    public static ManagerReply Accepted => default;
}
