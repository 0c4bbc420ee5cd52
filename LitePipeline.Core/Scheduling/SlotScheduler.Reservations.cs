using LitePipeline.Core.Nodes;

namespace LitePipeline.Core.Scheduling;

/// <summary>What keeps an action that asks for much from waiting for ever behind those that ask for little.</summary>
/// <remarks>
/// An action that does not fit anywhere yet is passed over by later ones that do. Once that has happened <see cref="PassesAllowed"/>
/// times, the node that the next one would take is reserved: it serves what comes before the big action, and then the big action,
/// as soon as enough of it is free. As long as this does not suffice, each further <see cref="PassesAllowed"/> passes reserve one node more.
/// A node on which a service holds what is needed is not reserved, since that need not ever become free. Counts, and no clock: the same
/// inputs give the same decisions.
/// </remarks>
internal sealed partial class SlotScheduler
{
    public const int PassesAllowed = 64;

    private readonly List<NodeState> _reserved = [];

    // How many queues wait for more than one free slot and fit nowhere now.
    private int _blocked;

    // Whether the node is kept for an earlier one that is passed over; counts the passes.
    private bool IsReservedInstead(NodeState node, QueuePosition position)
    {
        if (_blocked == 0) return false;
        foreach (var queue in node.Queues)
        {
            if (!queue.IsBlocked || queue.Head.CompareTo(position) >= 0) continue;
            if (++queue.Passes < PassesAllowed) continue;
            if (node.ReservedFor is not null || !CanBecomeFree(node, queue.Requirement.Resources)) continue;
            queue.Passes = 0;
            Withdraw(node);
            node.ReservedFor = queue;
            _reserved.Add(node);
            Offer(node);
            return true;
        }

        return false;
    }

    private static bool CanBecomeFree(NodeState node, ResourceAmount asked)
    {
        var free = ResourceAmount.Of(node.Description);
        foreach (var action in node.Running)
        {
            if (action.Task.Record.Service is not null) free -= action.Requirement.Resources;
        }

        return asked.FitsIn(free);
    }

    // Until the big action has come to its node, it serves only what comes before that one.
    private static bool MayUse(NodeState node, RequirementQueue queue) =>
        node.ReservedFor is not { } reserving || reserving == queue || (queue.Count > 0 && reserving.Count > 0 && queue.Head.CompareTo(reserving.Head) < 0);

    private void EndReservations(RequirementQueue queue)
    {
        queue.Passes = 0;
        if (_reserved.Count == 0) return;
        foreach (var node in _reserved.Where(node => node.ReservedFor == queue).ToArray()) EndReservation(node);
    }

    private void EndReservation(NodeState node)
    {
        Withdraw(node);
        node.ReservedFor = null;
        _reserved.Remove(node);
        Offer(node);
    }

    // A queue that has come to another head may use other reserved nodes than before.
    private void OfferReserved()
    {
        foreach (var node in _reserved)
        {
            Withdraw(node);
            Offer(node);
        }
    }
}
