using LitePipeline.Core.Schedules;
using LitePipeline.Core.Tests.Manager;

namespace LitePipeline.Core.Tests.Schedules;

public class CalendarTests
{
    private static readonly DateTimeOffset From = new(2026, 7, 1, 0, 0, 0, TimeSpan.Zero);
    private static readonly DateTimeOffset To = new(2028, 7, 1, 0, 0, 0, TimeSpan.Zero);

    private static readonly string[] Expressions =
    [
        "30 2 * * *", "0 0 * * *", "15 1 * * *", "59 23 * * *", "0,20,40 2 * * *", "0 2,3 * * *", "0 3 1 * *", "20 1 * * 7", "0 0 29 2 *", "30 1 31 * *",
        "*/15 * * * *", "5 * * * *", "0 0-3 * * *", "30 */2 * * *", "10 2-4 1-7 3,10,11 0",
    ];

    [Theory]
    [InlineData("UTC")]
    [InlineData("Europe/Berlin")]
    [InlineData("America/New_York")]
    [InlineData("Australia/Lord_Howe")]
    [InlineData("Europe/Dublin")]
    [InlineData("Africa/Casablanca")]
    [InlineData("Africa/Cairo")]
    [InlineData("America/Santiago")]
    [InlineData("America/Havana")]
    [InlineData("Antarctica/Troll")]
    [InlineData("Pacific/Chatham")]
    public void Two_years_are_what_the_wall_clock_shows(string zone)
    {
        var naive = new NaiveCalendar(zone, From, To);
        foreach (var cron in Expressions)
        {
            var timing = new ScheduleTiming { Cron = cron, TimeZone = zone };
            var due = new List<DateTimeOffset>();
            for (var at = From; MachineHarness.Calendar.NextAfter(timing, at) is { } next && next <= To; at = next) due.Add(next);
            Assert.Equal(naive.Due(cron), due);
        }
    }

    [Theory]
    [InlineData("Europe/Berlin", 2026, 10, 25)]
    [InlineData("Europe/Berlin", 2027, 3, 28)]
    [InlineData("Australia/Lord_Howe", 2027, 4, 3)]
    [InlineData("Europe/Dublin", 2027, 3, 28)]
    public void From_whichever_moment_one_asks_the_next_is_the_same(string zone, int year, int month, int day)
    {
        var from = new DateTimeOffset(year, month, day, 0, 0, 0, TimeSpan.Zero).AddHours(-12);
        var naive = new NaiveCalendar(zone, from.AddDays(-3), from.AddDays(3));
        foreach (var cron in Expressions)
        {
            var due = naive.Due(cron);
            for (var at = from; at < from.AddDays(1.5); at = at.AddSeconds(97))
            {
                var next = MachineHarness.Calendar.NextAfter(new ScheduleTiming { Cron = cron, TimeZone = zone }, at);
                if (due.Find(moment => moment > at) is { Ticks: > 0 } expected) Assert.Equal(expected, next);
                else Assert.True(next is null || next > from.AddDays(3));
            }
        }
    }
}
