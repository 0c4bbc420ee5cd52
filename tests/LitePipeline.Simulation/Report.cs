using System.Globalization;
using System.Text;
using LitePipeline.Simulation.Faults;

namespace LitePipeline.Simulation;

/// <summary>What is said of a seed, and of many.</summary>
internal static class Report
{
    public static string Of(int seed, SimulationResult result) => string.Create(
        CultureInfo.InvariantCulture,
        $"seed {seed}: {(result.Violation is { } violation ? $"FAILED, {violation}" : "well")} (digest {result.Digest:x16}, {result.Simulated:d\\.hh\\:mm\\:ss} simulated, {result.Steps:N0} steps, {result.Tasks} tasks, {result.Faults.Sum()} faults)");

    /// <summary>How to run just this.</summary>
    public static string Command(SimulationOptions options, SimulationResult result) => string.Create(
        CultureInfo.InvariantCulture,
        $"--seed {options.Seed} --duration {result.Duration.TotalSeconds:0.###}{(options.Without.Count == 0 ? "" : $" --without {string.Join(" ", options.Without)}")} --trace");

    public static string Of(Campaign campaign)
    {
        var text = new StringBuilder();
        text.AppendLine(CultureInfo.InvariantCulture, $"{campaign.Seeds:N0} seeds, {campaign.Failures.Count} failed, {campaign.SeedsPerSecond:N1} seeds a second");
        text.AppendLine(CultureInfo.InvariantCulture, $"{campaign.Simulated.TotalHours:N1} hours simulated, {campaign.Steps:N0} steps, {campaign.Tasks:N0} tasks, {campaign.Changes:N0} changes committed");
        foreach (var kind in Enum.GetValues<FaultKind>()) text.AppendLine(CultureInfo.InvariantCulture, $"{campaign.Faults[(int)kind],12:N0} {kind}");
        if (campaign.Failures.Count > 0) text.AppendLine(CultureInfo.InvariantCulture, $"failed: {string.Join(", ", campaign.Failures.Select(failure => failure.Seed).Order())}");
        return text.ToString();
    }
}
