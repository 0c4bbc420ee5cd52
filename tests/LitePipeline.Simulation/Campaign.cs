using System.Diagnostics;
using LitePipeline.Simulation.Faults;

namespace LitePipeline.Simulation;

/// <summary>Many seeds, one after the other on each of some threads, and what they came to.</summary>
internal sealed class Campaign(int threads, Func<int, SimulationOptions> optionsOf)
{
    private readonly Lock _lock = new();
    private readonly Stopwatch _watch = new();
    private volatile bool _isStopped;

    public List<(int Seed, Violation Violation)> Failures { get; } = [];

    public long Seeds { get; private set; }

    public TimeSpan Simulated { get; private set; }

    public long Steps { get; private set; }

    public long Tasks { get; private set; }

    public long Changes { get; private set; }

    public long[] Faults { get; } = new long[Enum.GetValues<FaultKind>().Length];

    public double SeedsPerSecond => Seeds / Math.Max(_watch.Elapsed.TotalSeconds, 0.001);

    /// <summary>Called with each result, one at a time.</summary>
    public Action<int, SimulationResult>? Finished { get; init; }

    /// <summary>Begins no more seeds.</summary>
    public void Stop() => _isStopped = true;

    /// <summary>Runs seeds from the first on, until there are no more of them, the time is over, or as many as may have failed.</summary>
    public void Run(int first, long count, TimeSpan? time = null, int mostFailures = int.MaxValue)
    {
        _watch.Start();
        var next = -1L;
        var running = Enumerable.Range(0, threads).Select(_ =>
        {
            var thread = new Thread(() =>
            {
                while (true)
                {
                    var place = Interlocked.Increment(ref next);
                    if (_isStopped || place >= count || _watch.Elapsed >= time || Failures.Count >= mostFailures) return;
                    var seed = (int)(first + place);
                    Add(seed, Simulation.Run(optionsOf(seed)));
                }
            });
            thread.Start();
            return thread;
        }).ToArray();
        foreach (var thread in running) thread.Join();
        _watch.Stop();
    }

    private void Add(int seed, SimulationResult result)
    {
        lock (_lock)
        {
            Seeds++;
            Simulated += result.Simulated;
            Steps += result.Steps;
            Tasks += result.Tasks;
            Changes += result.Changes;
            for (var kind = 0; kind < Faults.Length; kind++) Faults[kind] += result.Faults[kind];
            if (result.Violation is { } violation) Failures.Add((seed, violation));
            Finished?.Invoke(seed, result);
        }
    }
}
