using LitePipeline.Core.Nodes;
using LitePipeline.Core.Tasks;

namespace LitePipeline.Core.Manager;

/// <summary>What is to happen at a moment unless something else happens first. An entry that was overtaken by events stays until its moment and then means nothing.</summary>
internal sealed class Deadlines
{
    private readonly PriorityQueue<Deadline, (DateTimeOffset At, long Order)> _queue = new();
    private long _order;

    public DateTimeOffset? Next => _queue.TryPeek(out _, out var priority) ? priority.At : null;

    public void Add(DateTimeOffset at, Deadline deadline) => _queue.Enqueue(deadline, (at, ++_order));

    public bool TryTakeDue(DateTimeOffset now, out Deadline deadline)
    {
        if (_queue.TryPeek(out deadline, out var priority) && priority.At <= now)
        {
            _queue.Dequeue();
            return true;
        }

        deadline = default;
        return false;
    }
}

/// <summary>A node that should be back (with the number of its absence), or a task whose grace period ends.</summary>
internal readonly record struct Deadline(NodeState? Node, int Absence, TaskRun? Task)
{
    public static Deadline ForReturn(NodeState node) => new(node, node.Absences, null);

    public static Deadline ForGrace(TaskRun task) => new(null, 0, task);
}
