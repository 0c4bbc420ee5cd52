using System.Diagnostics.Metrics;
using LitePipeline.Hosting.Manager;

namespace LitePipeline.Benchmarks.Measuring;

/// <summary>Counts the commits of the managers in this process, and the changes in them, by the product's own meter.</summary>
internal sealed class CommitMeter : IDisposable
{
    private readonly MeterListener _listener = new();
    private long _commits, _changes;

    public CommitMeter()
    {
        _listener.InstrumentPublished = (instrument, listener) =>
        {
            if (instrument is { Meter.Name: LitePipelineDiagnostics.Name, Name: "litepipeline.commit.changes" }) listener.EnableMeasurementEvents(instrument);
        };
        _listener.SetMeasurementEventCallback<long>((_, changes, _, _) =>
        {
            Interlocked.Increment(ref _commits);
            Interlocked.Add(ref _changes, changes);
        });
        _listener.Start();
    }

    public long Commits => Interlocked.Read(ref _commits);

    public long Changes => Interlocked.Read(ref _changes);

    public void Dispose() => _listener.Dispose();
}
