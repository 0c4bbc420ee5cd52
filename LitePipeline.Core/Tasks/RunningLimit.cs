namespace LitePipeline.Core.Tasks;

/// <summary>How many tasks of one application may run at once, and who stands where.</summary>
internal sealed class RunningLimit(int most)
{
    /// <summary>The higher priority first, then the older.</summary>
    private static readonly Comparer<TaskRun> Order = Comparer<TaskRun>.Create(static (a, b) =>
    {
        var byPriority = b.Record.Priority.CompareTo(a.Record.Priority);
        return byPriority != 0 ? byPriority : a.Record.Sequence.CompareTo(b.Record.Sequence);
    });

    public int Most { get; set; } = most;

    /// <summary>How many have begun and not ended.</summary>
    public int Running { get; set; }

    /// <summary>Those that stand in the scheduler's queues.</summary>
    public SortedSet<TaskRun> Queued { get; } = new(Order);

    /// <summary>Those that the limit keeps out of them.</summary>
    public SortedSet<TaskRun> Held { get; } = new(Order);

    /// <summary>How many more may be let into the queues; negative after the limit was lowered.</summary>
    public int Room => Most - Running - Queued.Count;

    public static bool GoesBefore(TaskRun task, TaskRun other) => Order.Compare(task, other) < 0;
}
