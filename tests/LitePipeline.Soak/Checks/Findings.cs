namespace LitePipeline.Soak.Checks;

/// <summary>The promises that were found broken.</summary>
internal sealed class Findings
{
    private const int Most = 100;

    private readonly List<string> _broken = [];

    public IReadOnlyList<string> Broken => _broken;

    /// <summary>How many checks there were.</summary>
    public long Checks { get; private set; }

    /// <summary>Notes a broken promise.</summary>
    /// <param name="rule">Which promise, in a word or two.</param>
    /// <param name="message">What was found.</param>
    public void Check(bool holds, string rule, Func<string> message)
    {
        Checks++;
        if (!holds && _broken.Count < Most) _broken.Add($"{rule}: {message()}");
    }
}
