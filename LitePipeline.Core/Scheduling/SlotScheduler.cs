using LitePipeline.Core.Nodes;
using LitePipeline.Core.Tasks;

namespace LitePipeline.Core.Scheduling;

/// <summary>Brings what waits and what nodes have free together; no node is ever given more than it has.</summary>
/// <remarks>
/// One queue per distinct requirement. An event costs O(log n) in what waits and in the nodes, times the number of
/// requirements that the node concerned meets: a handful, whatever the number of tasks. What an action takes of its node is part
/// of its requirement, so that a queue knows the nodes where its head fits, and the best of them, without going through any.
/// </remarks>
internal sealed partial class SlotScheduler
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

    public IEnumerable<(QueuedAction Action, NodeRequirement Requirement)> Waiting =>
        _queues.Values.SelectMany(queue => queue.Waiting.Select(action => (action, queue.Requirement)));

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
        if (node.ReservedFor is null) return;
        node.ReservedFor = null;
        _reserved.Remove(node);
    }

    public void Enqueue(QueuedAction action, NodeRequirement requirement, QueuePosition position)
    {
        if (!_queues.TryGetValue(requirement, out var queue)) queue = AddQueue(requirement);
        queue.Enqueue(action, position);
        WaitingCount++;
        HeadMayHaveMoved(queue);
    }

    /// <summary>Something that waited is not current any more.</summary>
    public void GaveUpOne(NodeRequirement requirement)
    {
        if (!_queues.TryGetValue(requirement, out var queue)) return;
        WaitingCount--;
        queue.GaveUpOne();
        if (queue.Count == 0) EndReservations(queue);
        HeadMayHaveMoved(queue);
    }

    /// <summary>Takes the first that can be placed now; its node is not charged yet.</summary>
    public bool TryPlace(out QueuedAction action, out NodeState node, out NodeRequirement requirement)
    {
        while (_placeable.Count > 0)
        {
            var (position, _, queue) = _placeable.Min;
            node = queue.BestNode;
            if (IsReservedInstead(node, position)) continue;
            action = queue.Dequeue();
            requirement = queue.Requirement;
            WaitingCount--;
            if (!requirement.Resources.IsOneSlot) EndReservations(queue);
            HeadMayHaveMoved(queue);
            return true;
        }

        (action, node, requirement) = (default, null!, null!);
        return false;
    }

    /// <summary>Takes of a node what an action asks for.</summary>
    public void Charge(NodeState node, ResourceAmount taken)
    {
        if (node.Session is null)
        {
            node.Used += taken;
            return;
        }

        Withdraw(node);
        node.Used += taken;
        node.LastChosen = ++_chosen;
        Offer(node);
        // A service that went first may hold what the reservation waits for, and for ever.
        if (node.ReservedFor is { } reserving && !CanBecomeFree(node, reserving.Requirement.Resources)) EndReservation(node);
    }

    /// <summary>Gives back to a node what an action took of it.</summary>
    public void Release(NodeState node, ResourceAmount taken)
    {
        if (node.Session is null)
        {
            node.Used -= taken;
            return;
        }

        Withdraw(node);
        node.Used -= taken;
        Offer(node);
    }

    private void Offer(NodeState node)
    {
        if (node.FreeSlots <= 0) return;
        var free = node.Free;
        foreach (var queue in node.Queues)
        {
            if (!queue.Requirement.Resources.FitsIn(free) || !MayUse(node, queue)) continue;
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
            if (requirement.Resources.FitsIn(node.Free) && MayUse(node, queue)) queue.AddFree(node.Rank);
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

    private void HeadMayHaveMoved(RequirementQueue queue)
    {
        if (_reserved.Count > 0) OfferReserved();
        Refresh(queue);
    }

    private void Refresh(RequirementQueue queue)
    {
        if (!queue.Requirement.Resources.IsOneSlot) RefreshBlocked(queue);
        QueuePosition? now = queue.CanPlace ? queue.Head : null;
        if (now == queue.PlaceableAs) return;
        if (queue.PlaceableAs is { } before) _placeable.Remove((before, queue.Number, queue));
        if (now is { } head) _placeable.Add((head, queue.Number, queue));
        queue.PlaceableAs = now;
    }

    private void RefreshBlocked(RequirementQueue queue)
    {
        var blocked = queue.Count > 0 && !queue.CanPlace;
        if (blocked == queue.IsBlocked) return;
        queue.IsBlocked = blocked;
        _blocked += blocked ? 1 : -1;
    }
}
