using System.Globalization;

namespace LitePipeline.Core.Tests.Schedules;

/// <summary>Goes through the time minute by minute and looks at the wall clock: slow, plain, and made of nothing that the real calendar is made of.</summary>
internal sealed class NaiveCalendar(string zone, DateTimeOffset from, DateTimeOffset to)
{
    private static readonly TimeSpan Minute = TimeSpan.FromMinutes(1);

    private readonly DateTime[] _walls = Walls(TimeZoneInfo.FindSystemTimeZoneById(zone), from, to);

    /// <summary>All moments after <see langword="from"/> and up to <see langword="to"/> that an expression of five fields names.</summary>
    public List<DateTimeOffset> Due(string cron)
    {
        var fields = cron.Split(' ');
        var matches = Fields(fields);
        var isInterval = fields.Take(2).Any(field => field.Contains('*') || field.Contains('-') || field.Contains('/'));
        var due = new List<DateTimeOffset>();
        var latest = _walls[0];
        for (var minute = 1; minute < _walls.Length; minute++)
        {
            var wall = _walls[minute];
            var shown = matches(wall) && (isInterval || wall > latest);
            for (var passed = _walls[minute - 1] + Minute; passed < wall; passed += Minute) shown |= matches(passed);
            if (shown) due.Add(from + minute * Minute);
            if (wall > latest) latest = wall;
        }

        return due;
    }

    private static DateTime[] Walls(TimeZoneInfo zone, DateTimeOffset from, DateTimeOffset to) =>
        [.. Enumerable.Range(0, (int)((to - from) / Minute) + 1).Select(minute => TimeZoneInfo.ConvertTime(from + minute * Minute, zone).DateTime)];

    private static Func<DateTime, bool> Fields(string[] fields)
    {
        var (minutes, hours, days) = (Set(fields[0], 0, 59), Set(fields[1], 0, 23), Set(fields[2], 1, 31));
        var (months, weekdays) = (Set(fields[3], 1, 12), Set(fields[4], 0, 7));
        return wall => minutes[wall.Minute] && hours[wall.Hour] && days[wall.Day] && months[wall.Month]
            && (weekdays[(int)wall.DayOfWeek] || (wall.DayOfWeek == DayOfWeek.Sunday && weekdays[7]));
    }

    private static bool[] Set(string field, int least, int most)
    {
        var set = new bool[most + 1];
        foreach (var part in field.Split(','))
        {
            var step = part.Split('/');
            var range = step[0] == "*" ? [least, most] : step[0].Split('-').Select(text => int.Parse(text, CultureInfo.InvariantCulture)).ToArray();
            for (var value = range[0]; value <= range[^1]; value += step.Length > 1 ? int.Parse(step[1], CultureInfo.InvariantCulture) : 1) set[value] = true;
        }

        return set;
    }
}
