using LitePipeline.Simulation.Faults;

namespace LitePipeline.Simulation;

/// <summary>Makes a seed that fails shorter: with fewer kinds of faults, and in less time, for as long as it breaks the same promise.</summary>
internal static class Shrinker
{
    public static SimulationOptions Shrink(SimulationOptions options, SimulationResult failed)
    {
        var rule = failed.Violation!.Rule;
        foreach (var kind in Enum.GetValues<FaultKind>())
        {
            var fewer = options with { Without = new HashSet<FaultKind>(options.Without) { kind } };
            if (StillFails(fewer)) options = fewer;
        }

        for (var duration = failed.Duration / 2; duration > TimeSpan.FromSeconds(5); duration /= 2)
        {
            var shorter = options with { Duration = duration };
            if (!StillFails(shorter)) break;
            options = shorter;
        }

        return options;

        bool StillFails(SimulationOptions tried) => Simulation.Run(tried).Violation?.Rule == rule;
    }
}
