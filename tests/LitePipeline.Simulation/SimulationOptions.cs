using LitePipeline.Simulation.Faults;

namespace LitePipeline.Simulation;

/// <summary>What is simulated.</summary>
internal sealed record SimulationOptions
{
    /// <summary>All that happens follows from it.</summary>
    public required int Seed { get; init; }

    /// <summary>For how long things go wrong; null for as long as the seed says.</summary>
    public TimeSpan? Duration { get; init; }

    /// <summary>Faults that are left out.</summary>
    public IReadOnlySet<FaultKind> Without { get; init; } = new HashSet<FaultKind>();

    /// <summary>The guard that is taken away.</summary>
    public Sabotage Sabotage { get; init; }

    /// <summary>Whether tasks are submitted under the ids of removed ones, too.</summary>
    public bool GivesIdsAgain => Seed % 4 == 3;

    /// <summary>Whether the trace is kept in words.</summary>
    public bool Keeps { get; init; }
}

/// <summary>What came of it.</summary>
/// <param name="Violation">The promise that was broken; null for none.</param>
/// <param name="Digest">The same for two runs that did the same.</param>
/// <param name="Simulated">How much time passed in it.</param>
/// <param name="Duration">For how long things went wrong.</param>
/// <param name="Steps">How many things happened.</param>
/// <param name="Faults">How often each fault happened.</param>
/// <param name="Tasks">How many tasks there were.</param>
/// <param name="Changes">How many changes were committed.</param>
/// <param name="Trace">The trace, where it was kept.</param>
internal sealed record SimulationResult(
    Violation? Violation, ulong Digest, TimeSpan Simulated, TimeSpan Duration, long Steps, IReadOnlyList<int> Faults, int Tasks, long Changes, IReadOnlyList<string> Trace);
