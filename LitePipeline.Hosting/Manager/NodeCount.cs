using LitePipeline.Core.Nodes;

namespace LitePipeline.Hosting.Manager;

/// <summary>What a manager has added to the counters of nodes and slots, so that it can be taken back: a process may have several managers, one after another or at once.</summary>
internal sealed class NodeCount
{
    private readonly Dictionary<NodeId, int> _slots = [];

    public void Joined(NodeId node, int slots)
    {
        // Its connection before this one may not have been missed yet.
        Left(node);
        _slots[node] = slots;
        LitePipelineDiagnostics.NodesChanged(1, slots);
    }

    public void Left(NodeId node)
    {
        if (_slots.Remove(node, out var slots)) LitePipelineDiagnostics.NodesChanged(-1, -slots);
    }

    /// <summary>The manager starts over, or ends: no node is connected any more, and nobody says so of each.</summary>
    public void Clear()
    {
        foreach (var node in _slots.Keys.ToList()) Left(node);
    }
}
