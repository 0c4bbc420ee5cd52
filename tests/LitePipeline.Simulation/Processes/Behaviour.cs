using System.Collections.Immutable;
using System.Globalization;
using System.Text.Json;
using LitePipeline.Core;
using LitePipeline.Core.Actions;
using LitePipeline.Core.Definitions;

namespace LitePipeline.Simulation.Processes;

/// <summary>What an attempt does follows from the seed and its number alone, so that a record can be held against what the attempt must have said.</summary>
internal sealed record Behaviour
{
    /// <summary>How long it runs when nobody ends it.</summary>
    public required TimeSpan Duration { get; init; }

    /// <summary>How it ends by itself.</summary>
    public required int ExitCode { get; init; }

    /// <summary>The actions that it generates.</summary>
    public ImmutableArray<ActionDefinition> Generates { get; init; } = [];

    /// <summary>How long it takes to end when it is asked to; null where it does not listen.</summary>
    public TimeSpan? EndsOnTerminate { get; init; }

    /// <summary>Whether it ends as a success when it is asked to.</summary>
    public bool SucceedsOnTerminate { get; init; }

    public static Behaviour Of(ulong seed, AttemptKey attempt, ActionDefinition action, bool isService)
    {
        var random = new Random((int)(Trace.Of(attempt.ToString()) ^ seed));
        var exit = random.Next(100) switch { < 84 => 0, < 93 => 1, _ => 75 };
        var seconds = random.Next(100) switch
        {
            < 70 => 0.01 + random.NextDouble() * 2,
            < 92 => 1 + random.NextDouble() * 15,
            _ => 10 + random.NextDouble() * 50,
        };
        // Only what has a timeout may hang: nobody else would ever end it.
        if (action.Timeout is not null && random.Next(3) == 0) seconds = 100_000;
        if (isService) seconds = random.Next(4) == 0 ? 1 : 60 + random.NextDouble() * 600;
        return new Behaviour
        {
            Duration = TimeSpan.FromSeconds(seconds),
            ExitCode = exit,
            Generates = exit == 0 && !isService && random.Next(8) == 0 ? Generate(random, attempt) : [],
            EndsOnTerminate = random.Next(5) == 0 ? null : TimeSpan.FromSeconds(random.NextDouble() * 3),
            SucceedsOnTerminate = random.Next(4) == 0,
        };
    }

    /// <summary>Whether what it says is larger than a message may be.</summary>
    public static bool IsLarge(AttemptKey attempt) => Trace.Of(attempt.ToString()) % 40 == 0;

    /// <summary>What an attempt that succeeds says: its number, and a sum over all that it was given.</summary>
    public static JsonData Output(AttemptKey attempt, ulong sum) =>
        JsonData.Parse(string.Create(CultureInfo.InvariantCulture, $$"""{"attempt": {{attempt.Attempt}}, "sum": "{{sum:x}}"}"""));

    /// <summary>The sum over an action's name, its task's input and the sums of what it waited for, in whichever order.</summary>
    public static ulong Sum(string action, JsonData input, IEnumerable<(string Action, ulong Sum)> conditions)
    {
        var sum = Trace.Of(action) ^ (Trace.Of(input.Utf8.Span) * 31);
        foreach (var (name, of) in conditions) sum += (Trace.Of(name) ^ of) * 1099511628211;
        return sum;
    }

    /// <summary>Reads <see cref="Output"/>; null where it is none.</summary>
    public static (int Attempt, ulong Sum)? Read(JsonData data)
    {
        if (data.IsEmpty) return null;
        using var document = JsonDocument.Parse(data.Utf8);
        return document.RootElement.TryGetProperty("attempt", out var attempt) && document.RootElement.TryGetProperty("sum", out var sum)
            ? (attempt.GetInt32(), ulong.Parse(sum.GetString()!, NumberStyles.HexNumber, CultureInfo.InvariantCulture))
            : null;
    }

    // The first of its application's actions that may still wait is not known here: one in a few leads to an action that does not fit.
    private static ImmutableArray<ActionDefinition> Generate(Random random, AttemptKey attempt)
    {
        if (attempt.Action.Length > 6) return [];
        return [.. Enumerable.Range(0, 1 + random.Next(3)).Select(i => new ActionDefinition
        {
            Name = $"{attempt.Action}.{i}",
            Handler = SimulatedNode.Handler,
            Condition = i > 0 && random.Next(2) == 0 ? [$"{attempt.Action}.{i - 1}"] : [],
            ToAction = random.Next(4) == 0 ? $"a{random.Next(6)}" : null,
            Retry = random.Next(4) == 0 ? new RetryDefinition(2) : null,
        })];
    }
}
