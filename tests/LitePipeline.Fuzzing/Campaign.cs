using System.Collections.Concurrent;
using CsCheck;

namespace LitePipeline.Fuzzing;

/// <summary>Runs many cases of one target. The case of a number is the same on each machine and with any number of threads.</summary>
/// <param name="target">What is tried.</param>
/// <param name="seed">The stream of cases.</param>
internal sealed class Campaign(FuzzTarget target, uint seed)
{
    private readonly ConcurrentDictionary<string, long> _outcomes = new(StringComparer.Ordinal);
    private long _next;
    private volatile bool _stopped;
    private long _run;

    /// <summary>How many cases led to what.</summary>
    public IEnumerable<KeyValuePair<string, long>> Outcomes => _outcomes.OrderByDescending(outcome => outcome.Value).ThenBy(outcome => outcome.Key, StringComparer.Ordinal);

    /// <summary>How many cases have run.</summary>
    public long Run => Interlocked.Read(ref _run);

    /// <summary>The first case that broke a promise; null where none did.</summary>
    public Finding? Found { get; private set; }

    public static byte[] CaseOf(FuzzTarget target, uint seed, long number) => target.Cases.Generate(new PCG(seed, unchecked((ulong)number * 0x9E3779B97F4A7C15)), null, out _);

    /// <summary>Runs cases until their number is reached, one breaks a promise, or it is stopped.</summary>
    public void Go(long cases, int threads)
    {
        Parallel.For(0, threads, new ParallelOptions { MaxDegreeOfParallelism = threads }, _ =>
        {
            while (Found is null && !_stopped && Interlocked.Increment(ref _next) - 1 is var number && number < cases) RunOne(number);
        });
    }

    /// <summary>Ends it before its time; what has run counts.</summary>
    public void Stop() => _stopped = true;

    private void RunOne(long number)
    {
        var input = CaseOf(target, seed, number);
        if (Try(input, out var outcome) is { } failure)
        {
            Found ??= new Finding(target, number, Shrinker.Shrink(input, smaller => Try(smaller, out _) is { } other && other.GetType() == failure.GetType(), target.ShrinkTries), failure);
            return;
        }

        _outcomes.AddOrUpdate(outcome, 1, static (_, count) => count + 1);
        Interlocked.Increment(ref _run);
    }

    private Exception? Try(byte[] input, out string outcome)
    {
        outcome = "";
        try
        {
            outcome = target.Run(input);
            return null;
        }
        // Whatever comes out is the finding.
        catch (Exception failure)
        {
            return failure;
        }
    }
}

/// <summary>A case that broke a promise, as small as it could be made.</summary>
internal sealed record Finding(FuzzTarget Target, long Number, byte[] Input, Exception Failure)
{
    public override string ToString() => $"{Target.Name}: case {Number} breaks a promise: {Failure}\nIts least form, for run {Target.Name} --hex: {Convert.ToHexString(Input)}";
}
