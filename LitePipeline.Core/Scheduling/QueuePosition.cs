using LitePipeline.Core.Tasks;

namespace LitePipeline.Core.Scheduling;

/// <summary>Where something stands in the queue; smaller goes first, and that is the higher priority.</summary>
/// <param name="Priority">The task's priority.</param>
/// <param name="Turn">The task's sequence, plus one for every <see cref="ActionsPerTurn"/> actions that the task has queued before.</param>
/// <param name="Task">The task's sequence.</param>
/// <param name="Ordinal">Which of the task's actions it is.</param>
/// <remarks>
/// What has a higher priority always goes first, so that a steady stream of it holds back all that has a lower one. Among equals
/// older tasks go first, so that what was begun is finished and few tasks are in memory with their results. But a task of
/// 100,000 actions does not hold up those behind it until its end: its turn comes later the more it has queued already, and
/// the task submitted k places behind it waits for about 64 k of its actions at the most.
/// </remarks>
internal readonly record struct QueuePosition(int Priority, long Turn, long Task, int Ordinal) : IComparable<QueuePosition>
{
    private const int ActionsPerTurn = 64;

    public static QueuePosition For(TaskRecord task, int ordinal) => new(task.Priority, task.Sequence + ordinal / ActionsPerTurn, task.Sequence, ordinal);

    public int CompareTo(QueuePosition other)
    {
        var byPriority = other.Priority.CompareTo(Priority);
        if (byPriority != 0) return byPriority;
        var byTurn = Turn.CompareTo(other.Turn);
        if (byTurn != 0) return byTurn;
        var byTask = Task.CompareTo(other.Task);
        return byTask != 0 ? byTask : Ordinal.CompareTo(other.Ordinal);
    }
}
