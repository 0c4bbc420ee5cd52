using LitePipeline.Core.Statistics;
using LitePipeline.Core.Tasks;

namespace LitePipeline.Hosting.Statistics;

/// <summary>One period of a series while it is counted.</summary>
internal sealed class Period(long number)
{
    private readonly int[] _tasks = new int[(int)RunStatus.Error + 1];
    private readonly int[] _actions = new int[(int)RunStatus.Error + 1];
    private TimesTaken _waited = new();
    private TimesTaken _ran = new();
    private double _slotSeconds;
    private double _usedSeconds;
    private double _seconds;
    private int _mostUsed;

    /// <summary>Its place in time: so many periods after the beginning of the calendar.</summary>
    public long Number { get; } = number;

    public int TasksAccepted { get; set; }

    public int AttemptsStarted { get; set; }

    public int AttemptsRepeated { get; set; }

    public void TaskEnded(RunStatus status) => _tasks[(int)status]++;

    public void ActionEnded(RunStatus status) => _actions[(int)status]++;

    public void Waited(TimeSpan time) => _waited = With(_waited, time);

    public void Ran(TimeSpan time) => _ran = With(_ran, time);

    public void Level(int slots, int used, TimeSpan time)
    {
        _slotSeconds += slots * time.TotalSeconds;
        _usedSeconds += used * time.TotalSeconds;
        _seconds += time.TotalSeconds;
        _mostUsed = Math.Max(_mostUsed, used);
    }

    public StatisticsPeriod ToView(TimeSpan length, int slots, int used) => new()
    {
        At = new DateTimeOffset(Number * length.Ticks, TimeSpan.Zero),
        TasksAccepted = TasksAccepted,
        TasksEnded = Counts(_tasks),
        AttemptsStarted = AttemptsStarted,
        ActionsEnded = Counts(_actions),
        AttemptsRepeated = AttemptsRepeated,
        Waited = _waited,
        Ran = _ran,
        Slots = _seconds > 0 ? Math.Round(_slotSeconds / _seconds, 3) : slots,
        UsedSlots = _seconds > 0 ? Math.Round(_usedSeconds / _seconds, 3) : used,
        MostUsedSlots = Math.Max(_mostUsed, _seconds > 0 ? 0 : used),
    };

    private static TimesTaken With(TimesTaken times, TimeSpan time)
    {
        // Clocks are set back.
        var seconds = Math.Max(0, time.TotalSeconds);
        return new TimesTaken { Count = times.Count + 1, TotalSeconds = times.TotalSeconds + seconds, LongestSeconds = Math.Max(times.LongestSeconds, seconds) };
    }

    private static EndCounts Counts(int[] counts) => new()
    {
        Success = counts[(int)RunStatus.Success],
        Fail = counts[(int)RunStatus.Fail],
        Kill = counts[(int)RunStatus.Kill],
        Cancel = counts[(int)RunStatus.Cancel],
        Terminate = counts[(int)RunStatus.Terminate],
        Error = counts[(int)RunStatus.Error],
    };
}
