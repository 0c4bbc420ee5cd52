namespace LitePipeline.Core.Statistics;

/// <summary>What happened, period by period.</summary>
public sealed record StatisticsView
{
    /// <summary>How long a period is.</summary>
    public required int PeriodSeconds { get; init; }

    /// <summary>The present moment, within the last period.</summary>
    public required DateTimeOffset Now { get; init; }

    /// <summary>The periods without a gap, oldest first, from when on the manager has run, or has known the node; the last one goes on.</summary>
    public required IReadOnlyList<StatisticsPeriod> Periods { get; init; }
}

/// <summary>What happened in one period.</summary>
public sealed record StatisticsPeriod
{
    /// <summary>When it begins.</summary>
    public required DateTimeOffset At { get; init; }

    /// <summary>How many tasks were accepted, reruns and recovers included; 0 for a node.</summary>
    public int TasksAccepted { get; init; }

    /// <summary>How many tasks ended, by how; none for a node.</summary>
    public EndCounts TasksEnded { get; init; } = new();

    /// <summary>How many attempts were given to a node.</summary>
    public int AttemptsStarted { get; init; }

    /// <summary>How many actions ended, by how.</summary>
    public EndCounts ActionsEnded { get; init; } = new();

    /// <summary>How many attempts failed or lost their node and are run again.</summary>
    public int AttemptsRepeated { get; init; }

    /// <summary>How long the attempts that were started had waited for their slots.</summary>
    public TimesTaken Waited { get; init; } = new();

    /// <summary>How long the attempts that ended had run.</summary>
    public TimesTaken Ran { get; init; } = new();

    /// <summary>The slots of the connected nodes, on average over the period as far as it has passed.</summary>
    public double Slots { get; init; }

    /// <summary>How many of them were taken, on average.</summary>
    public double UsedSlots { get; init; }

    /// <summary>How many of them were taken at the most.</summary>
    public int MostUsedSlots { get; init; }
}

/// <summary>How many ended in each way.</summary>
public sealed record EndCounts
{
    /// <summary>Those that succeeded.</summary>
    public int Success { get; init; }

    /// <summary>Those that failed.</summary>
    public int Fail { get; init; }

    /// <summary>Those that were killed.</summary>
    public int Kill { get; init; }

    /// <summary>Those that were given up because the rest of their task had ended.</summary>
    public int Cancel { get; init; }

    /// <summary>Those that were asked to end and did.</summary>
    public int Terminate { get; init; }

    /// <summary>Those that could not be run.</summary>
    public int Error { get; init; }
}

/// <summary>How long something took.</summary>
public sealed record TimesTaken
{
    /// <summary>How often it was measured.</summary>
    public int Count { get; init; }

    /// <summary>The seconds of all together.</summary>
    public double TotalSeconds { get; init; }

    /// <summary>The seconds of the longest.</summary>
    public double LongestSeconds { get; init; }
}
