namespace LitePipeline.Core.Nodes;

/// <summary>One connection of one node, numbered by the manager's host: a later one has a higher number. What arrives for a session that was replaced is stale.</summary>
public readonly record struct SessionId(long Value);
