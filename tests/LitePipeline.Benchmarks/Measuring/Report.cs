namespace LitePipeline.Benchmarks.Measuring;

/// <summary>The table: each row is a figure and what it is held against in the same session.</summary>
internal sealed class Report
{
    private readonly List<(string Work, string System, double Value, string Unit)> _rows = [];

    /// <summary>Adds a figure; the first of a kind of work is what the others are held against.</summary>
    public void Add(string work, string system, double value, string unit)
    {
        _rows.Add((work, system, value, unit));
        Console.Error.WriteLine($"{work}: {system}: {value:N2} {unit}");
    }

    public void Print()
    {
        Console.WriteLine("| work | system | median of 5 | unit | LitePipeline to it |");
        Console.WriteLine("| --- | --- | ---: | --- | ---: |");
        foreach (var work in _rows.GroupBy(row => row.Work))
        {
            var ours = work.First().Value;
            foreach (var row in work)
            {
                Console.WriteLine($"| {row.Work} | {row.System} | {row.Value:N2} | {row.Unit} | {ours / row.Value:F2} |");
            }
        }
    }
}
