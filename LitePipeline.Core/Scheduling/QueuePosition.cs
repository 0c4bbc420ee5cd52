namespace LitePipeline.Core.Scheduling;

/// <summary>Where something stands in the queue; smaller goes first.</summary>
/// <param name="Turn">The task's sequence, plus one for every <see cref="ActionsPerTurn"/> actions that the task has queued before.</param>
/// <param name="Task">The task's sequence.</param>
/// <param name="Ordinal">Which of the task's actions it is.</param>
/// <remarks>
/// Older tasks go first, so that what was begun is finished and few tasks are in memory with their results. But a task of
/// 100,000 actions does not hold up those behind it until its end: its turn comes later the more it has queued already, and
/// the task submitted k places behind it waits for about 64 k of its actions at the most.
/// </remarks>
internal readonly record struct QueuePosition(long Turn, long Task, int Ordinal) : IComparable<QueuePosition>
{
    private const int ActionsPerTurn = 64;

    public static QueuePosition For(long task, int ordinal) => new(task + ordinal / ActionsPerTurn, task, ordinal);

    public int CompareTo(QueuePosition other)
    {
        var byTurn = Turn.CompareTo(other.Turn);
        if (byTurn != 0) return byTurn;
        var byTask = Task.CompareTo(other.Task);
        return byTask != 0 ? byTask : Ordinal.CompareTo(other.Ordinal);
    }
}
