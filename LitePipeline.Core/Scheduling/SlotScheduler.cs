using LitePipeline.Core.Nodes;
using LitePipeline.Core.Tasks;

namespace LitePipeline.Core.Scheduling;

/// <summary>Brings what waits and free slots together.</summary>
/// <remarks>
/// One queue per distinct requirement. An event costs O(log n) in what waits and in the nodes, times the number of
/// requirements that the node concerned meets: a handful, whatever the number of tasks.
/// </remarks>
internal sealed class SlotScheduler
{
    private const int IdleQueuesKept = 256;

    private readonly Dictionary<NodeRequirement, RequirementQueue> _queues = [];
    private readonly SortedSet<(QueuePosition Head, int Number, RequirementQueue Queue)> _placeable =
        new(Comparer<(QueuePosition Head, int Number, RequirementQueue Queue)>.Create(static (a, b) =>
        {
            var byHead = a.Head.CompareTo(b.Head);
            return byHead != 0 ? byHead : a.Number.CompareTo(b.Number);
        }));

    private readonly List<NodeState> _nodes = [];
    private long _chosen;
    private int _numbers;

    public long WaitingCount { get; private set; }

    public IEnumerable<QueuedAction> Waiting => _queues.Values.SelectMany(queue => queue.Waiting);

    public void AddNode(NodeState node)
    {
        _nodes.Add(node);
        node.LastChosen = ++_chosen;
        node.Queues.Clear();
        foreach (var queue in _queues.Values)
        {
            if (queue.Requirement.IsMetBy(node.Description)) node.Queues.Add(queue);
        }

        Offer(node);
    }

    public void RemoveNode(NodeState node)
    {
        if (!_nodes.Remove(node)) return;
        Withdraw(node);
        node.Queues.Clear();
    }

    public void Enqueue(QueuedAction action, NodeRequirement requirement, QueuePosition position)
    {
        if (!_queues.TryGetValue(requirement, out var queue)) queue = AddQueue(requirement);
        queue.Enqueue(action, position);
        WaitingCount++;
        Refresh(queue);
    }

    /// <summary>Something that waited is not current any more.</summary>
    public void GaveUpOne(NodeRequirement requirement)
    {
        if (!_queues.TryGetValue(requirement, out var queue)) return;
        WaitingCount--;
        queue.GaveUpOne();
        Refresh(queue);
    }

    /// <summary>Takes the first that can be placed now; its node is not charged yet.</summary>
    public bool TryPlace(out QueuedAction action, out NodeState node, out NodeRequirement requirement)
    {
        if (_placeable.Count == 0)
        {
            (action, node, requirement) = (default, null!, null!);
            return false;
        }

        var queue = _placeable.Min.Queue;
        action = queue.Dequeue();
        node = queue.BestNode;
        requirement = queue.Requirement;
        WaitingCount--;
        Refresh(queue);
        return true;
    }

    /// <summary>Changes how many slots of a node are used, by one.</summary>
    public void Charge(NodeState node, int change)
    {
        if (node.Session is null)
        {
            node.UsedSlots += change;
            return;
        }

        Withdraw(node);
        node.UsedSlots += change;
        if (change > 0) node.LastChosen = ++_chosen;
        Offer(node);
    }

    private void Offer(NodeState node)
    {
        if (node.FreeSlots <= 0) return;
        foreach (var queue in node.Queues)
        {
            queue.AddFree(node.Rank);
            Refresh(queue);
        }
    }

    private void Withdraw(NodeState node)
    {
        if (node.FreeSlots <= 0) return;
        foreach (var queue in node.Queues)
        {
            queue.RemoveFree(node.Rank);
            Refresh(queue);
        }
    }

    private RequirementQueue AddQueue(NodeRequirement requirement)
    {
        if (_queues.Count >= IdleQueuesKept) DropIdleQueues();
        var queue = new RequirementQueue(requirement, ++_numbers);
        _queues.Add(requirement, queue);
        foreach (var node in _nodes)
        {
            if (!requirement.IsMetBy(node.Description)) continue;
            node.Queues.Add(queue);
            if (node.FreeSlots > 0) queue.AddFree(node.Rank);
        }

        return queue;
    }

    // Tasks may name any target, so requirements come and go; only a burst of new ones pays for this.
    private void DropIdleQueues()
    {
        foreach (var queue in _queues.Values.Where(queue => queue.IsIdle).ToArray())
        {
            _queues.Remove(queue.Requirement);
            foreach (var node in _nodes) node.Queues.Remove(queue);
        }
    }

    private void Refresh(RequirementQueue queue)
    {
        QueuePosition? now = queue.CanPlace ? queue.Head : null;
        if (now == queue.PlaceableAs) return;
        if (queue.PlaceableAs is { } before) _placeable.Remove((before, queue.Number, queue));
        if (now is { } head) _placeable.Add((head, queue.Number, queue));
        queue.PlaceableAs = now;
    }
}
