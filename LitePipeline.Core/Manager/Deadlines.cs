using System.Diagnostics.CodeAnalysis;
using LitePipeline.Core.Nodes;
using LitePipeline.Core.Schedules;
using LitePipeline.Core.Services;
using LitePipeline.Core.Tasks;

namespace LitePipeline.Core.Manager;

/// <summary>What is to happen at a moment unless something else happens first. An entry that was overtaken by events stays until its moment and then means nothing.</summary>
internal sealed class Deadlines
{
    private readonly PriorityQueue<Deadline, (DateTimeOffset At, long Order)> _queue = new();
    private long _order;

    public DateTimeOffset? Next => _queue.TryPeek(out _, out var priority) ? priority.At : null;

    public void Add(DateTimeOffset at, Deadline deadline) => _queue.Enqueue(deadline, (at, ++_order));

    public bool TryTakeDue(DateTimeOffset now, [MaybeNullWhen(false)] out Deadline deadline)
    {
        if (_queue.TryPeek(out deadline, out var priority) && priority.At <= now)
        {
            _queue.Dequeue();
            return true;
        }

        deadline = null;
        return false;
    }
}

/// <summary>What may be due. Whoever gets it looks whether it still means anything.</summary>
internal abstract record Deadline
{
    private Deadline() { }

    /// <summary>A node should be back from this absence.</summary>
    public sealed record NodeReturn(NodeState Node, int Absence) : Deadline;

    /// <summary>A task's grace period ends.</summary>
    public sealed record StopGrace(TaskRun Task) : Deadline;

    /// <summary>An action may be run again after this attempt failed.</summary>
    public sealed record ActionRetry(ActionRun Action, int Attempt) : Deadline;

    /// <summary>A schedule is due.</summary>
    public sealed record ScheduleDue(ScheduleId Schedule) : Deadline;

    /// <summary>A service's next task is to start.</summary>
    public sealed record ServiceRestart(ServiceId Service) : Deadline;
}
