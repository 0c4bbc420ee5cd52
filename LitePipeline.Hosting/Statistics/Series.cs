using LitePipeline.Core.Statistics;

namespace LitePipeline.Hosting.Statistics;

/// <summary>The last periods of one length, in a ring: what is older is overwritten.</summary>
/// <param name="length">How long a period is.</param>
/// <param name="count">How many are kept.</param>
/// <param name="begun">From when on something is known.</param>
internal sealed class Series(TimeSpan length, int count, DateTimeOffset begun)
{
    private readonly Period?[] _ring = new Period?[count];
    private readonly long _first = NumberOf(begun, length);
    private DateTimeOffset _levelAt = begun;

    public TimeSpan Length => length;

    /// <summary>The period of a moment. One that was overwritten since, by a clock that was set, is counted to its successor.</summary>
    public Period At(DateTimeOffset moment)
    {
        var number = Math.Max(NumberOf(moment, length), _first);
        ref var place = ref _ring[number % count];
        if (place is null || place.Number < number) place = new Period(number);
        return place;
    }

    /// <summary>Counts a level that has held until now to the periods that have passed.</summary>
    public void Hold(int slots, int used, DateTimeOffset now)
    {
        if (now <= _levelAt)
        {
            if (_levelAt - now > length) _levelAt = now;
            return;
        }

        var oldest = new DateTimeOffset(Math.Max(0, NumberOf(now, length) - count + 1) * length.Ticks, TimeSpan.Zero);
        if (_levelAt < oldest) _levelAt = oldest;
        while (_levelAt < now)
        {
            var end = new DateTimeOffset((NumberOf(_levelAt, length) + 1) * length.Ticks, TimeSpan.Zero);
            if (end > now) end = now;
            At(_levelAt).Level(slots, used, end - _levelAt);
            _levelAt = end;
        }
    }

    public StatisticsView Read(DateTimeOffset? since, int slots, int used, DateTimeOffset now)
    {
        var last = Math.Max(NumberOf(now, length), _first);
        var first = Math.Max(last - count + 1, _first);
        if (since is { } moment) first = Math.Max(first, NumberOf(moment, length));
        var periods = new List<StatisticsPeriod>((int)Math.Max(0, last - first + 1));
        for (var number = first; number <= last; number++)
        {
            var period = _ring[number % count] is { } known && known.Number == number ? known : new Period(number);
            periods.Add(period.ToView(length, slots, used));
        }

        return new StatisticsView { PeriodSeconds = (int)length.TotalSeconds, Now = now, Periods = periods };
    }

    private static long NumberOf(DateTimeOffset moment, TimeSpan length) => moment.UtcTicks / length.Ticks;
}
