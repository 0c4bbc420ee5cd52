using System.Collections.Immutable;
using System.Text.Json;

namespace LitePipeline.Core.Definitions.Reading;

/// <summary>Reads an action's <c>retry</c> and <c>timeout</c>.</summary>
internal static class RetryReader
{
    private const string Shape = "an object, such as {\"attempts\": 3, \"backoff\": 5}";
    private const string BackoffShape = "a number of seconds, or an object such as {\"delay\": 1, \"factor\": 2, \"max\": 60}";
    private const string CodesShape = "an array of exit codes, such as [75]";

    private static readonly MemberNames Members = new(
        ["attempts", "backoff", "on_exit_codes"],
        ("max_attempts", "attempts"), ("tries", "attempts"), ("times", "attempts"), ("count", "attempts"),
        ("delay", "backoff"), ("interval", "backoff"), ("exit_codes", "on_exit_codes"), ("codes", "on_exit_codes"));

    private static readonly MemberNames Backoff = new(
        ["delay", "factor", "max"], ("initial", "delay"), ("seconds", "delay"), ("multiplier", "factor"), ("max_delay", "max"), ("maximum", "max"));

    /// <summary>Reads when the action is run again; null for never, or after a report.</summary>
    public static RetryDefinition? ReadRetry(ObjectReader action)
    {
        if (action.OpenMember("retry", Members, Shape) is not { } reader) return null;
        var attempts = ReadAttempts(reader);
        var (delay, factor, longest) = ReadBackoff(reader);
        return new RetryDefinition(attempts, delay, factor, longest, ReadCodes(reader));
    }

    /// <summary>Reads how long an attempt may run; null for as long as it takes, or after a report.</summary>
    public static TimeSpan? ReadTimeout(ObjectReader action)
    {
        if (!action.TryNumber("timeout", out var seconds, "a number of seconds") || seconds is not { } given) return null;
        if (given > 0 && given <= ActionLimits.MaxTimeout.TotalSeconds && Seconds(given) is var timeout && timeout > TimeSpan.Zero) return timeout;
        action.Report("timeout", $"is {action.Written("timeout")}, must be more than 0 and at most {ActionLimits.MaxTimeout.TotalSeconds} seconds, a year.");
        return null;
    }

    private static int ReadAttempts(ObjectReader reader)
    {
        if (!reader.TryNumber("attempts", out var number)) return 1;
        if (number is null) reader.Report("attempts", $"is missing; say how many runs there may be in all, from 1 to {ActionLimits.MaxAttempts}.");
        else if (number is >= 1 and <= ActionLimits.MaxAttempts && double.IsInteger(number.Value)) return (int)number;
        else reader.Report("attempts", $"is {reader.Written("attempts")}, must be a whole number from 1 to {ActionLimits.MaxAttempts}: how many runs in all, the first one included.");
        return 1;
    }

    private static (TimeSpan Delay, double Factor, TimeSpan Longest) ReadBackoff(ObjectReader reader)
    {
        if (!reader.Has("backoff")) return (TimeSpan.Zero, 1, TimeSpan.Zero);
        switch (reader["backoff"].ValueKind)
        {
            case JsonValueKind.Number:
                var pause = ReadPause(reader, "backoff") ?? TimeSpan.Zero;
                return (pause, 1, pause);
            case JsonValueKind.Object:
                return reader.OpenMember("backoff", Backoff) is { } backoff ? ReadGrowing(backoff) : default;
            default:
                reader.WrongType("backoff", BackoffShape);
                return default;
        }
    }

    private static (TimeSpan Delay, double Factor, TimeSpan Longest) ReadGrowing(ObjectReader backoff)
    {
        if (!backoff.Has("delay")) backoff.Report("delay", "is missing; give the pause before the second run in seconds.");
        var delay = ReadPause(backoff, "delay") ?? TimeSpan.Zero;
        var longest = ReadPause(backoff, "max") ?? ActionLimits.MaxDelay;
        if (longest < delay) backoff.Report("max", $"is {backoff.Written("max")}, less than the delay; give the delay or more, or leave it out.");
        if (!backoff.TryNumber("factor", out var factor)) return default;
        if (factor is { } given && !(double.IsFinite(given) && given >= 1)) backoff.Report("factor", $"is {backoff.Written("factor")}, must be 1 or more: what each pause is multiplied by to get the next.");
        return (delay, factor ?? 2, longest);
    }

    private static TimeSpan? ReadPause(ObjectReader reader, string name)
    {
        if (!reader.TryNumber(name, out var seconds, "a number of seconds") || seconds is not { } given) return null;
        if (given >= 0 && given <= ActionLimits.MaxDelay.TotalSeconds) return Seconds(given);
        reader.Report(name, $"is {reader.Written(name)}, must be from 0 to {ActionLimits.MaxDelay.TotalSeconds} seconds, a day.");
        return null;
    }

    // TimeSpan.FromSeconds cuts off what is less than a tick: 1.001 would become 1.0009999.
    private static TimeSpan Seconds(double seconds) => TimeSpan.FromTicks((long)Math.Round(seconds * TimeSpan.TicksPerSecond));

    private static ImmutableArray<int> ReadCodes(ObjectReader reader)
    {
        if (!reader.Has("on_exit_codes")) return [];
        var element = reader["on_exit_codes"];
        if (element.ValueKind != JsonValueKind.Array)
        {
            reader.WrongType("on_exit_codes", CodesShape);
            return [];
        }

        var codes = ImmutableArray.CreateBuilder<int>(element.GetArrayLength());
        var index = 0;
        foreach (var item in element.EnumerateArray())
        {
            if (item.ValueKind != JsonValueKind.Number) reader.ReportItem("on_exit_codes", index, $"is {ObjectReader.Kind(item)}, must be an exit code, a whole number.");
            else if (!item.TryGetInt32(out var code) || code is < ActionLimits.LowestExitCode or > ActionLimits.HighestExitCode)
                reader.ReportItem("on_exit_codes", index, $"is {ObjectReader.Written(item)}, must be an exit code from 0 to {ActionLimits.HighestExitCode}, or minus a signal's number.");
            else if (codes.Contains(code)) reader.ReportItem("on_exit_codes", index, $"is {code} a second time; remove it.");
            else codes.Add(code);
            index++;
        }

        return codes.ToImmutable();
    }
}
