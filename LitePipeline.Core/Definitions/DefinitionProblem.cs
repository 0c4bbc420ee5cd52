namespace LitePipeline.Core.Definitions;

/// <summary>One thing that is wrong with a definition.</summary>
/// <param name="Path">Where, as a JSON path: <c>$.actions[2].condition[0]</c>.</param>
/// <param name="Message">What is wrong there, and what to do.</param>
public sealed record DefinitionProblem(string Path, string Message)
{
    /// <summary>Path and message on one line.</summary>
    public override string ToString() => $"{Path}: {Message}";
}
