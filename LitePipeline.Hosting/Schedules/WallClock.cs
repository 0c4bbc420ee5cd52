namespace LitePipeline.Hosting.Schedules;

/// <summary>Where a zone's wall clock shows what a cron expression names.</summary>
/// <remarks>
/// Cronos reads the calendar, this reads the clock. It asks the zone only what a UTC moment is in local time: the other way round, which
/// Cronos goes itself, the runtime is wrong about zones whose summer time is their standard time, like Europe/Dublin and Africa/Casablanca.
/// </remarks>
internal static class WallClock
{
    // Closer to each other no zone's changes are.
    private static readonly TimeSpan Stride = TimeSpan.FromDays(1);

    /// <summary>The first moment after <paramref name="after"/>, that moment excluded; null where there is none.</summary>
    public static DateTimeOffset? NextAfter(CronText cron, TimeZoneInfo zone, DateTimeOffset after)
    {
        var at = after.UtcDateTime;
        var wall = at + zone.GetUtcOffset(at);
        var inclusive = false;
        if (!cron.IsInterval && EndOfRepeated(zone, at) is { } end && wall < end) (wall, inclusive) = (end, true);
        while (cron.Expression.GetNextOccurrence(wall, inclusive) is { } due)
        {
            var candidate = due - zone.GetUtcOffset(at);
            if (FindChange(zone, at, candidate) is not { } change) return new DateTimeOffset(candidate, TimeSpan.Zero);
            var (before, now) = (change + zone.GetUtcOffset(change.AddTicks(-1)), change + zone.GetUtcOffset(change));
            if (before <= due && due < now) return new DateTimeOffset(change, TimeSpan.Zero);
            // Forward there is nothing more before the jump; back, what was fixed has been due the first time.
            (wall, inclusive, at) = (cron.IsInterval || now > before ? now : before, true, change);
        }

        return null;
    }

    // Up to which wall time the hour that a zone lives through twice goes, where the moment lies in its second pass or shortly after.
    private static DateTime? EndOfRepeated(TimeZoneInfo zone, DateTime at) =>
        FindChange(zone, at - Stride, at) is { } change ? change + zone.GetUtcOffset(change.AddTicks(-1)) : null;

    /// <summary>The first moment after <paramref name="from"/> and up to <paramref name="to"/> at which another offset holds; null for none.</summary>
    private static DateTime? FindChange(TimeZoneInfo zone, DateTime from, DateTime to)
    {
        var offset = zone.GetUtcOffset(from);
        while (from < to)
        {
            var next = to - from > Stride ? from + Stride : to;
            if (zone.GetUtcOffset(next) != offset) return Narrow(zone, offset, from, next);
            from = next;
        }

        return null;
    }

    private static DateTime Narrow(TimeZoneInfo zone, TimeSpan offset, DateTime low, DateTime high)
    {
        while (high - low > TimeSpan.FromTicks(1))
        {
            var middle = low + (high - low) / 2;
            if (zone.GetUtcOffset(middle) == offset) low = middle;
            else high = middle;
        }

        return high;
    }
}
