using LitePipeline.Core.Nodes;

namespace LitePipeline.Core.Transport;

/// <summary>Who connects.</summary>
/// <param name="Id">The node.</param>
/// <param name="Name">Its name for people.</param>
public sealed record NodeIdentity(NodeId Id, string Name);
