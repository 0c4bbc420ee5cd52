using System.Globalization;
using System.Runtime.InteropServices;

namespace LitePipeline.Benchmarks.Measuring;

/// <summary>Two tables in Markdown: each figure beside what it is held against in the same run, and the goals.</summary>
internal sealed class Report(Scale scale)
{
    private readonly List<(string Work, string System, double Value, string Unit, double? Ratio)> _rows = [];
    private readonly List<(string Work, string Asked, string Reached, bool Kept)> _goals = [];

    /// <summary>Adds how much each does in a second; the first is ours.</summary>
    public void Rates(string work, string unit, params Result[] results)
    {
        foreach (var result in results) Add(work, result.Name, result.PerSecond, unit, results[0].SpeedTo(result));
    }

    /// <summary>Adds what one piece of the work takes each; the first is ours.</summary>
    public void Costs(string work, params Result[] results)
    {
        foreach (var result in results) Add(work, result.Name, result.Microseconds, "µs", results[0].SpeedTo(result));
    }

    public void Add(string work, string system, double value, string unit, double? ratio = null)
    {
        _rows.Add((work, system, value, unit, ratio));
        Console.Error.WriteLine($"{work}: {system}: {Text(value)} {unit}{(ratio is { } given ? $" ({given:F2})" : "")}");
    }

    public void AtLeast(string work, string asked, double limit, double reached) => Goal(work, asked, reached, reached >= limit);

    public void AtMost(string work, string asked, double limit, double reached) => Goal(work, asked, reached, reached <= limit);

    public void Print(TextWriter to)
    {
        to.WriteLine(FormattableString.Invariant($"{Processor()}, {Environment.ProcessorCount} cores, {GC.GetGCMemoryInfo().TotalAvailableMemoryBytes / 1e9:F0} GB, {RuntimeInformation.OSDescription}, .NET {Environment.Version}; {(scale.Quick ? "one short run" : $"medians of {scale.Rounds}")}."));
        to.WriteLine();
        to.WriteLine("| work | system | figure | unit | LitePipeline's speed to it |");
        to.WriteLine("| --- | --- | ---: | --- | ---: |");
        foreach (var row in _rows) to.WriteLine($"| {row.Work} | {row.System} | {Text(row.Value)} | {row.Unit} | {row.Ratio?.ToString("F2", CultureInfo.InvariantCulture)} |");
        to.WriteLine();
        to.WriteLine("| goal | asked | reached | |");
        to.WriteLine("| --- | --- | ---: | --- |");
        foreach (var goal in _goals) to.WriteLine($"| {goal.Work} | {goal.Asked} | {goal.Reached} | {(goal.Kept ? "kept" : "**missed**")} |");
    }

    private void Goal(string work, string asked, double reached, bool kept)
    {
        _goals.Add((work, asked, Text(reached), kept));
        Console.Error.WriteLine($"{work}: {asked}: {Text(reached)}: {(kept ? "kept" : "missed")}");
    }

    private static string Text(double value) => value.ToString(Math.Abs(value) >= 100 ? "N0" : "N2", CultureInfo.InvariantCulture);

    private static string Processor() =>
        File.Exists("/proc/cpuinfo") && File.ReadLines("/proc/cpuinfo").FirstOrDefault(line => line.StartsWith("model name", StringComparison.Ordinal)) is { } line
            ? line[(line.IndexOf(':', StringComparison.Ordinal) + 2)..]
            : RuntimeInformation.ProcessArchitecture.ToString();
}
