namespace LitePipeline.Benchmarks.Measuring;

/// <summary>How much is measured: all of it for figures that count, or a tenth of it, once, to see that a benchmark works.</summary>
internal sealed record Scale(bool Quick)
{
    public int Rounds => Quick ? 1 : 5;

    public int Of(int full) => Quick ? Math.Max(1, full / 10) : full;
}
