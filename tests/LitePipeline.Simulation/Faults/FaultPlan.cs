namespace LitePipeline.Simulation.Faults;

/// <summary>Which faults a seed meets, and how often it has met them.</summary>
internal sealed class FaultPlan
{
    private readonly Random _random;
    private readonly bool[] _enabled;

    public FaultPlan(Random random, IReadOnlySet<FaultKind> without)
    {
        _random = random;
        var kinds = Enum.GetValues<FaultKind>();
        _enabled = new bool[kinds.Length];
        // Not all of them at once: what one fault hides, another seed shows.
        foreach (var kind in kinds) _enabled[(int)kind] = random.Next(100) < 55;
        foreach (var kind in without) _enabled[(int)kind] = false;
        Kinds = [.. kinds.Where(kind => _enabled[(int)kind])];
        Counts = new int[kinds.Length];
    }

    /// <summary>Those that this seed meets.</summary>
    public IReadOnlyList<FaultKind> Kinds { get; }

    /// <summary>How often each has happened.</summary>
    public int[] Counts { get; }

    /// <summary>Whether nothing goes wrong: not yet, or not any more.</summary>
    public bool IsOver { get; private set; } = true;

    public void Begin() => IsOver = false;

    public void End() => IsOver = true;

    /// <summary>Whether a fault happens now that happens once in so many times.</summary>
    public bool Strikes(FaultKind kind, int onceIn)
    {
        // The dice are thrown in any case: a fault that is left out must not change all the others.
        var strikes = _random.Next(onceIn) == 0;
        if (!strikes || IsOver || !_enabled[(int)kind]) return false;
        Count(kind);
        return true;
    }

    public void Count(FaultKind kind) => Counts[(int)kind]++;
}
