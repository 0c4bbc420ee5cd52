using System.Collections.Immutable;
using LitePipeline.Core.Nodes;

namespace LitePipeline.Core.Definitions;

/// <summary>What a node must be to run an action; a null member asks nothing.</summary>
public sealed record TargetEnvironment
{
    /// <summary>Every node will do.</summary>
    public static TargetEnvironment Any { get; } = new();

    /// <summary>The node's operating system, such as <c>linux</c>, or its machine type, such as <c>x86_64</c>; upper and lower case are the same.</summary>
    public string? Platform { get; init; }

    /// <summary>Whether the node runs containers.</summary>
    public bool? DockerSupport { get; init; }

    /// <summary>The node's id, a UUID.</summary>
    public string? NodeId { get; init; }

    /// <summary>The address that the node gives as its own.</summary>
    public string? NodeIp { get; init; }

    /// <summary>The node's labels that must have exactly these texts, by name.</summary>
    public ImmutableDictionary<string, string>? Labels { get; init => field = value is { IsEmpty: true } ? null : value; }

    /// <summary>This, with each member that <paramref name="other"/> sets replaced by it.</summary>
    public TargetEnvironment MergedWith(TargetEnvironment other) => new()
    {
        Platform = other.Platform ?? Platform,
        DockerSupport = other.DockerSupport ?? DockerSupport,
        NodeId = other.NodeId ?? NodeId,
        NodeIp = other.NodeIp ?? NodeIp,
        Labels = Labels is null || other.Labels is null ? other.Labels ?? Labels : Labels.SetItems(other.Labels),
    };

    /// <summary>Whether both ask the same.</summary>
    public bool Equals(TargetEnvironment? other) =>
        other is not null && Platform == other.Platform && DockerSupport == other.DockerSupport && NodeId == other.NodeId && NodeIp == other.NodeIp
        && NodeLabels.Same(Labels, other.Labels);

    /// <inheritdoc/>
    public override int GetHashCode() => HashCode.Combine(Platform, DockerSupport, NodeId, NodeIp, NodeLabels.Hash(Labels));
}
