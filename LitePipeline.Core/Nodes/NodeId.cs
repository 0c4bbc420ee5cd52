namespace LitePipeline.Core.Nodes;

/// <summary>A node's id. A node makes it once and keeps it with its data.</summary>
public readonly record struct NodeId(Guid Value)
{
    /// <summary>The id as users see it: a UUID in lower case.</summary>
    public override string ToString() => Value.ToString();
}

/// <summary>One connection of one node, numbered by the manager's host. What arrives for a session that was replaced is stale.</summary>
public readonly record struct SessionId(long Value);
