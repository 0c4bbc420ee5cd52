using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using Cronos;
using LitePipeline.Core.Schedules;

namespace LitePipeline.Hosting.Schedules;

/// <summary>A timing as a cron expression; the original's fields are one, too.</summary>
/// <param name="Expression">The expression.</param>
/// <param name="IsInterval">Whether it stands for an interval rather than for fixed moments of a day.</param>
internal sealed record CronText(CronExpression Expression, bool IsInterval)
{
    private static readonly string[] IntervalMacros = ["@every_second", "@every_minute", "@hourly"];

    /// <summary>Reads a timing; null, and what is wrong with its cron expression, where it is no such expression.</summary>
    public static CronText? Read(ScheduleTiming timing, out string? problem)
    {
        problem = null;
        var text = timing.Cron ?? Of(timing);
        var fields = text.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries);
        if (!TryParse(text, fields.Length == 6 ? CronFormat.IncludeSeconds : CronFormat.Standard, out var expression, out problem)) return null;
        return new CronText(expression, fields.Length < 5 ? IntervalMacros.Contains(fields[0], StringComparer.OrdinalIgnoreCase) : IsOfInterval(fields));
    }

    private static string Of(ScheduleTiming timing)
    {
        var day = timing.DayOfMonth >= 0 ? Number(timing.DayOfMonth) : "*";
        var weekday = timing.DayOfMonth < 0 && timing.DayOfWeek >= 0 ? Number(timing.DayOfWeek) : "*";
        return $"{Number(Math.Max(timing.Minute, 0))} {Number(Math.Max(timing.Hour, 0))} {day} * {weekday}";
    }

    private static string Number(int value) => value.ToString(CultureInfo.InvariantCulture);

    private static bool IsOfInterval(string[] fields) => fields.Take(fields.Length - 3).Any(field => field.AsSpan().IndexOfAny("*-/") >= 0);

    private static bool TryParse(string text, CronFormat format, [NotNullWhen(true)] out CronExpression? expression, out string? problem)
    {
        (expression, problem) = (null, null);
        try
        {
            expression = CronExpression.Parse(text, format);
            return true;
        }
        catch (MissingSeedException)
        {
            problem = "H, a moment left to chance, is not taken.";
        }
        catch (CronFormatException bad)
        {
            problem = bad.Message.Replace("The given cron expression has an invalid format. ", "", StringComparison.Ordinal);
        }

        return false;
    }
}
