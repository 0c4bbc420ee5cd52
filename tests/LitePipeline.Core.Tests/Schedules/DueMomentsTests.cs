using CsCheck;
using LitePipeline.Core.Schedules;
using LitePipeline.Core.Tests.Manager;

namespace LitePipeline.Core.Tests.Schedules;

public class DueMomentsTests
{
    private static readonly string[] Expressions = ["* * * * *", "*/7 * * * *", "30 2 * * *", "0 0 1 * *", "15 3 * * 1", "0 12 29 2 *"];

    [Fact]
    public void The_last_moment_is_the_one_that_going_through_all_finds()
    {
        var calendar = MachineHarness.Calendar;
        Gen.Select(Gen.Int[0, Expressions.Length - 1], Gen.Int[0, 5_000_000], Gen.Int[1, 3_000_000]).Sample((which, from, length) =>
        {
            var timing = new ScheduleTiming { Cron = Expressions[which], TimeZone = "Europe/Berlin" };
            var start = new DateTimeOffset(2026, 1, 1, 0, 0, 0, TimeSpan.Zero).AddSeconds(from);
            if (calendar.NextAfter(timing, start) is not { } first) return;
            var end = first.AddSeconds(length);
            var (last, count) = (first, 1);
            for (; calendar.NextAfter(timing, last) is { } next && next < end; last = next) count++;
            Assert.Equal(last, DueMoments.LastBefore(calendar, timing, first, end));
            Assert.Equal(Math.Min(count, 50), DueMoments.Count(calendar, timing, first, last, 50));
        }, iter: 100);
    }
}
