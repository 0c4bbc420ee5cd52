namespace LitePipeline.Core.Definitions.Reading;

/// <summary>Gathers what is wrong. Past <see cref="Limit"/> problems are only counted: an answer of megabytes helps nobody.</summary>
internal sealed class ProblemList
{
    public const int Limit = 1000;

    private readonly List<DefinitionProblem> _problems = [];
    private int _unlisted;

    public void Add(JsonPath path, string message)
    {
        if (_problems.Count < Limit) _problems.Add(new DefinitionProblem(path.ToString(), message));
        else _unlisted++;
    }

    public bool IsEmpty => _problems.Count == 0;

    public void ThrowIfAny()
    {
        if (IsEmpty) return;
        if (_unlisted > 0)
            _problems.Add(new DefinitionProblem("$", $"has {_unlisted} more problems, which are not listed; solve these first."));
        throw new DefinitionInvalidException(_problems);
    }
}
