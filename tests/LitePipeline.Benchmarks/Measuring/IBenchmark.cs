namespace LitePipeline.Benchmarks.Measuring;

/// <summary>One kind of work, measured beside what it is held against.</summary>
internal interface IBenchmark
{
    /// <summary>What it is chosen by.</summary>
    string Name { get; }

    Task RunAsync(Report report, Scale scale);
}
