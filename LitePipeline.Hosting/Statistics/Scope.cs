using LitePipeline.Core.Statistics;

namespace LitePipeline.Hosting.Statistics;

/// <summary>What is counted of the cluster or of one node: the last hour finely, the last day coarsely, and how its slots stand now.</summary>
internal sealed class Scope(DateTimeOffset begun)
{
    private readonly Series _hour = new(TimeSpan.FromSeconds(10), 360, begun);
    private readonly Series _day = new(TimeSpan.FromMinutes(5), 288, begun);
    private int _slots;
    private int _used;

    /// <summary>When something of it last changed.</summary>
    public DateTimeOffset ChangedAt { get; private set; } = begun;

    public void Count(DateTimeOffset at, Action<Period> count)
    {
        ChangedAt = at;
        count(_hour.At(at));
        count(_day.At(at));
    }

    public void SetLevel(int slots, int used, DateTimeOffset now)
    {
        ChangedAt = now;
        Hold(now);
        (_slots, _used) = (slots, used);
        _hour.At(now).Level(slots, used, TimeSpan.Zero);
        _day.At(now).Level(slots, used, TimeSpan.Zero);
    }

    public StatisticsView Read(StatisticsSpan span, DateTimeOffset? since, DateTimeOffset now)
    {
        Hold(now);
        return (span == StatisticsSpan.Hour ? _hour : _day).Read(since, _slots, _used, now);
    }

    private void Hold(DateTimeOffset now)
    {
        _hour.Hold(_slots, _used, now);
        _day.Hold(_slots, _used, now);
    }
}
