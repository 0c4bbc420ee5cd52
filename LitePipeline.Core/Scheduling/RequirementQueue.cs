using LitePipeline.Core.Nodes;
using LitePipeline.Core.Tasks;

namespace LitePipeline.Core.Scheduling;

/// <summary>What waits with one requirement, and the nodes that meet it and have free what it takes.</summary>
internal sealed class RequirementQueue(NodeRequirement requirement, int number)
{
    private readonly PriorityQueue<QueuedAction, QueuePosition> _waiting = new();
    private readonly SortedSet<NodeRank> _free = [];

    // What was given up while it waited stays in the heap until it comes to the top, or until it is more than half of it.
    private int _stale;

    public NodeRequirement Requirement { get; } = requirement;

    public int Number { get; } = number;

    /// <summary>The key under which the scheduler keeps this queue among those that can place something now.</summary>
    public QueuePosition? PlaceableAs { get; set; }

    /// <summary>Whether it is counted among the queues that ask for more than a slot and fit nowhere now.</summary>
    public bool IsBlocked { get; set; }

    /// <summary>How often its head was passed over by a later one since it was last placed or reserved a node.</summary>
    public int Passes { get; set; }

    public int Count => _waiting.Count - _stale;

    public bool CanPlace => _free.Count > 0 && Count > 0;

    public bool IsIdle => _waiting.Count == 0;

    public QueuePosition Head
    {
        get
        {
            DropStaleHead();
            _waiting.TryPeek(out _, out var position);
            return position;
        }
    }

    public NodeState BestNode => _free.Min.Node;

    public IEnumerable<QueuedAction> Waiting => _waiting.UnorderedItems.Where(item => item.Element.IsCurrent).OrderBy(item => item.Priority).Select(item => item.Element);

    public void Enqueue(QueuedAction action, QueuePosition position) => _waiting.Enqueue(action, position);

    public QueuedAction Dequeue()
    {
        DropStaleHead();
        return _waiting.Dequeue();
    }

    public void GaveUpOne()
    {
        _stale++;
        if (_stale < 1024 || _stale * 2 < _waiting.Count) return;
        var current = _waiting.UnorderedItems.Where(item => item.Element.IsCurrent).ToArray();
        _waiting.Clear();
        _waiting.EnqueueRange(current);
        _stale = 0;
    }

    public void AddFree(NodeRank rank) => _free.Add(rank);

    public void RemoveFree(NodeRank rank) => _free.Remove(rank);

    private void DropStaleHead()
    {
        while (_waiting.TryPeek(out var action, out _) && !action.IsCurrent)
        {
            _waiting.Dequeue();
            _stale--;
        }
    }
}

/// <summary>An action that waits for a slot, or, with no action, a task that has not begun.</summary>
internal readonly record struct QueuedAction(TaskRun Task, ActionRun? Action, int Ticket = 0)
{
    public bool IsCurrent => Action is null ? Task.Waits && Task.Ticket == Ticket : Action.IsQueued && Action.Ticket == Ticket;
}

/// <summary>The order in which nodes are chosen: most free slots first, and in turn among equals.</summary>
internal readonly record struct NodeRank(int FreeSlots, long LastChosen, NodeState Node) : IComparable<NodeRank>
{
    public int CompareTo(NodeRank other)
    {
        var byFree = other.FreeSlots.CompareTo(FreeSlots);
        return byFree != 0 ? byFree : LastChosen.CompareTo(other.LastChosen);
    }
}
