namespace LitePipeline.Hosting.Node;

/// <summary>Registered where the node runs containers: it tells the manager so.</summary>
internal sealed class ContainerSupport;
