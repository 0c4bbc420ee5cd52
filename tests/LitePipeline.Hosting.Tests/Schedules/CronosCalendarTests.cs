using System.Globalization;
using LitePipeline.Core.Schedules;
using LitePipeline.Hosting.Schedules;
using Microsoft.Extensions.Time.Testing;

namespace LitePipeline.Hosting.Tests.Schedules;

public class CronosCalendarTests
{
    private readonly CronosCalendar _calendar = new(new FakeTimeProvider());

    private static DateTimeOffset Utc(string time) => DateTimeOffset.Parse(time, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal);

    private string[] Next(ScheduleTiming timing, string after, int count)
    {
        var moments = new List<string>();
        var at = Utc(after);
        while (moments.Count < count && _calendar.NextAfter(timing, at) is { } next)
        {
            Assert.Equal(TimeSpan.Zero, next.Offset);
            moments.Add(next.ToString("yyyy-MM-dd HH:mm:ss", CultureInfo.InvariantCulture));
            at = next;
        }

        return [.. moments];
    }

    public static TheoryData<int, int, int, int, string, string> Fields => new()
    {
        { -1, -1, -1, -1, "2026-01-31 00:00:00", "2026-02-01 00:00:00" },
        { 30, -1, -1, -1, "2026-01-31 00:30:00", "2026-02-01 00:30:00" },
        { -1, 7, -1, -1, "2026-01-31 07:00:00", "2026-02-01 07:00:00" },
        { 5, 23, -1, -1, "2026-01-30 23:05:00", "2026-01-31 23:05:00" },
        { 5, 23, 31, -1, "2026-01-31 23:05:00", "2026-03-31 23:05:00" },
        { 5, 23, 31, 1, "2026-01-31 23:05:00", "2026-03-31 23:05:00" },
        { 0, 6, -1, 7, "2026-02-01 06:00:00", "2026-02-08 06:00:00" },
        { 0, 6, -1, 1, "2026-02-02 06:00:00", "2026-02-09 06:00:00" },
    };

    [Theory]
    [MemberData(nameof(Fields))]
    public void The_originals_fields_are_due_as_with_the_original(int minute, int hour, int dayOfMonth, int dayOfWeek, string first, string second) =>
        Assert.Equal([first, second], Next(new ScheduleTiming { Minute = minute, Hour = hour, DayOfMonth = dayOfMonth, DayOfWeek = dayOfWeek }, "2026-01-30 23:00:00", 2));

    [Theory]
    [InlineData("30 2 * * 1-5", "2026-01-05 02:30:00", "2026-01-06 02:30:00")]
    [InlineData("*/20 * * * * *", "2026-01-03 00:00:20", "2026-01-03 00:00:40")]
    [InlineData("@monthly", "2026-02-01 00:00:00", "2026-03-01 00:00:00")]
    [InlineData("0 12 L * *", "2026-01-31 12:00:00", "2026-02-28 12:00:00")]
    [InlineData("0 0 29 2 *", "2028-02-29 00:00:00", "2032-02-29 00:00:00")]
    public void Cron_expressions_are_due_as_written(string cron, string first, string second) =>
        Assert.Equal([first, second], Next(new ScheduleTiming { Cron = cron }, "2026-01-03 00:00:00", 2));

    public static TheoryData<string, string, string, string[]> ClockChanges => new()
    {
        // The clock jumps over 02:30: right after it, and the day after as ever.
        { "Europe/Berlin", "30 2 * * *", "2026-03-28 00:00:00", ["2026-03-28 01:30:00", "2026-03-29 01:00:00", "2026-03-30 00:30:00"] },
        { "America/New_York", "30 2 * * *", "2026-03-07 00:00:00", ["2026-03-07 07:30:00", "2026-03-08 07:00:00", "2026-03-09 06:30:00"] },
        { "Australia/Lord_Howe", "15 2 * * *", "2026-10-02 16:00:00", ["2026-10-03 15:30:00", "2026-10-04 15:15:00"] },
        // Half an hour is jumped over there, and no more.
        { "Australia/Lord_Howe", "30 2 * * *", "2026-10-02 16:00:00", ["2026-10-03 15:30:00", "2026-10-04 15:30:00"] },
        // Several moments in the gap are due together, once.
        { "Europe/Berlin", "0,20,40 2 * * *", "2026-03-29 00:00:00", ["2026-03-29 01:00:00", "2026-03-30 00:00:00"] },
        // The clock shows 02:30 twice: the first time only.
        { "Europe/Berlin", "30 2 * * *", "2026-10-24 00:00:00", ["2026-10-24 00:30:00", "2026-10-25 00:30:00", "2026-10-26 01:30:00"] },
        { "America/New_York", "30 1 * * *", "2026-10-31 00:00:00", ["2026-10-31 05:30:00", "2026-11-01 05:30:00", "2026-11-02 06:30:00"] },
        { "Australia/Lord_Howe", "45 1 * * *", "2026-04-03 14:00:00", ["2026-04-03 14:45:00", "2026-04-04 14:45:00", "2026-04-05 15:15:00"] },
        // Asked in the second of the two hours.
        { "Europe/Berlin", "30 2 * * *", "2026-10-25 01:05:00", ["2026-10-26 01:30:00"] },
        // An interval goes by the time that passes.
        { "Europe/Berlin", "30 * * * *", "2026-10-24 23:00:00", ["2026-10-24 23:30:00", "2026-10-25 00:30:00", "2026-10-25 01:30:00", "2026-10-25 02:30:00"] },
        { "Europe/Berlin", "*/30 * * * *", "2026-03-29 00:00:00", ["2026-03-29 00:30:00", "2026-03-29 01:00:00", "2026-03-29 01:30:00"] },
        { "Europe/Berlin", "@hourly", "2026-10-24 23:00:00", ["2026-10-25 00:00:00", "2026-10-25 01:00:00", "2026-10-25 02:00:00"] },
        // Zones whose winter time is the exception.
        { "Europe/Dublin", "15 1 * * *", "2026-03-28 00:00:00", ["2026-03-28 01:15:00", "2026-03-29 01:00:00", "2026-03-30 00:15:00"] },
        { "Europe/Dublin", "15 1 * * *", "2026-10-24 00:00:00", ["2026-10-24 00:15:00", "2026-10-25 00:15:00", "2026-10-26 01:15:00"] },
        { "Africa/Casablanca", "30 2 * * *", "2026-02-14 00:00:00", ["2026-02-14 01:30:00", "2026-02-15 01:30:00", "2026-02-16 02:30:00"] },
        // Midnight is what the clock jumps over there.
        { "America/Santiago", "0 0 * * *", "2026-09-05 00:00:00", ["2026-09-05 04:00:00", "2026-09-06 04:00:00", "2026-09-07 03:00:00"] },
    };

    [Theory]
    [MemberData(nameof(ClockChanges))]
    public void A_moment_is_due_once_whatever_the_clock_does(string zone, string cron, string after, string[] due) =>
        Assert.Equal(due, Next(new ScheduleTiming { Cron = cron, TimeZone = zone }, after, due.Length));

    [Fact]
    public void Without_a_zone_the_managers_own_counts()
    {
        var time = new FakeTimeProvider();
        time.SetLocalTimeZone(TimeZoneInfo.FindSystemTimeZoneById("Asia/Kolkata"));
        Assert.Equal(Utc("2026-01-01 18:30:00"), new CronosCalendar(time).NextAfter(new ScheduleTiming(), Utc("2026-01-01 00:00:00")));
    }

    [Fact]
    public void Nothing_is_due_before_the_start_nor_after_the_end_and_both_belong_to_it() =>
        Assert.Equal(["2026-01-10 12:00:00", "2026-01-11 12:00:00"], Next(new ScheduleTiming { Hour = 12, StartAt = Utc("2026-01-10 12:00:00"), EndAt = Utc("2026-01-11 12:00:00") }, "2026-01-01 00:00:00", 5));

    [Fact]
    public void A_start_in_another_offset_is_the_same_moment() =>
        Assert.Equal(["2026-01-10 12:00:00"], Next(new ScheduleTiming { Hour = 12, StartAt = new(2026, 1, 10, 14, 0, 0, TimeSpan.FromHours(2)) }, "2026-01-01 00:00:00", 1));

    [Theory]
    [InlineData("2099-12-31 23:59:59")]
    [InlineData("9999-12-31 23:59:59")]
    public void The_end_of_the_calendar_is_no_error(string after) => Assert.Empty(Next(new ScheduleTiming { Cron = "* * * * * *" }, after, 1));

    [Fact]
    public void What_has_become_unknown_is_never_due()
    {
        Assert.Empty(Next(new ScheduleTiming { TimeZone = "Europe/Atlantis" }, "2026-01-01 00:00:00", 1));
        Assert.Empty(Next(new ScheduleTiming { Cron = "not one" }, "2026-01-01 00:00:00", 1));
    }

    public static TheoryData<ScheduleTiming, string, string> Problems => new()
    {
        { new() { Minute = 60 }, "minute", "0 to 59" },
        { new() { Minute = -2 }, "minute", "-1" },
        { new() { Hour = 24 }, "hour", "0 to 23" },
        { new() { DayOfMonth = 0 }, "day_of_month", "1 to 31" },
        { new() { DayOfWeek = 8 }, "day_of_week", "1 to 7 (Monday to Sunday)" },
        { new() { Cron = "" }, "cron", "five fields" },
        { new() { Cron = "* * * *" }, "cron", "five fields" },
        { new() { Cron = "61 * * * *" }, "cron", "Minutes: Value must be a number between 0 and 59" },
        { new() { Cron = "* * * * * * *" }, "cron", "five fields" },
        { new() { Cron = "@dayly" }, "cron", "Macro" },
        { new() { Cron = "H * * * *" }, "cron", "left to chance" },
        { new() { Cron = new string('*', 300) }, "cron", "255" },
        { new() { Cron = "0 1 * * *", Hour = 1 }, "cron", "Both cron and hour" },
        { new() { Cron = "0 0 31 2 *" }, "cron", "never due" },
        { new() { TimeZone = "Europe/Atlantis" }, "time_zone", "Europe/Berlin" },
        { new() { TimeZone = "" }, "time_zone", "Europe/Berlin" },
        { new() { TimeZone = "/dev/zero" }, "time_zone", "no time zone" },
        { new() { TimeZone = "../../etc/passwd" }, "time_zone", "no time zone" },
        { new() { StartAt = new(2026, 2, 1, 0, 0, 0, default), EndAt = new(2026, 1, 1, 0, 0, 0, default) }, "end_at", "before the start" },
        { new() { DayOfMonth = 31, StartAt = new(2026, 2, 1, 0, 0, 0, default), EndAt = new(2026, 2, 28, 0, 0, 0, default) }, "end_at", "later end_at" },
        { new() { StartAt = new(2150, 1, 1, 0, 0, 0, default) }, "start_at", "earlier" },
    };

    [Theory]
    [MemberData(nameof(Problems))]
    public void A_problem_names_the_field_and_what_to_do(ScheduleTiming timing, string field, string words)
    {
        var problem = _calendar.FindProblem(timing);
        Assert.Equal(field, problem!.Field);
        Assert.Contains(words, problem.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("0 2 * * *", null)]
    [InlineData("0 0 29 2 1", "Europe/Berlin")]
    [InlineData("@every_second", "UTC")]
    [InlineData("@every_minute", null)]
    [InlineData("@weekly", null)]
    [InlineData("@yearly", null)]
    [InlineData("0 9 * * 1#1", null)]
    [InlineData("*/15 8-18 * * MON-FRI", null)]
    [InlineData("0 0 13 * 5", null)]
    [InlineData(null, "America/Argentina/Buenos_Aires")]
    public void What_is_right_has_no_problem(string? cron, string? zone) => Assert.Null(_calendar.FindProblem(new ScheduleTiming { Cron = cron, TimeZone = zone }));
}
