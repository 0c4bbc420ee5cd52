namespace LitePipeline.Core.Schedules;

/// <summary>What lies between two moments of a timing, found without going through all of it: a year has 31 million seconds.</summary>
internal static class DueMoments
{
    /// <summary>The last moment before <paramref name="end"/> at which the timing is due, where <paramref name="first"/> is one such.</summary>
    public static DateTimeOffset LastBefore(IScheduleCalendar calendar, ScheduleTiming timing, DateTimeOffset first, DateTimeOffset end)
    {
        // Nothing is due from `empty` on; `last` is the latest that is known. Each look halves what lies between.
        var (last, empty) = (first, end);
        while (empty > last && calendar.NextAfter(timing, last) is { } next && next < end)
        {
            last = next;
            var middle = last + (empty - last) / 2;
            if (calendar.NextAfter(timing, middle) is { } later && later < end) last = later;
            else empty = middle;
        }

        return last;
    }

    /// <summary>How many moments are due from <paramref name="first"/> to <paramref name="last"/>, which both are; counted up to <paramref name="most"/>.</summary>
    public static int Count(IScheduleCalendar calendar, ScheduleTiming timing, DateTimeOffset first, DateTimeOffset last, int most)
    {
        var count = 1;
        for (var at = first; count < most && at < last && calendar.NextAfter(timing, at) is { } next; at = next) count++;
        return count;
    }
}
