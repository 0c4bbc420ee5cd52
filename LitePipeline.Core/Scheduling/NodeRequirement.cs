using System.Collections.Immutable;
using LitePipeline.Core.Definitions;
using LitePipeline.Core.Nodes;

namespace LitePipeline.Core.Scheduling;

/// <summary>All that an action asks of a node. Actions that ask the same wait in the same queue.</summary>
internal sealed class NodeRequirement : IEquatable<NodeRequirement>
{
    // It is the key of the scheduler's queues, and looked up with each event.
    private readonly int _hash;

    private NodeRequirement(TargetEnvironment target, bool? dockerSupport, string? handler, ResourceAmount resources)
    {
        Platform = target.Platform?.ToLowerInvariant();
        DockerSupport = dockerSupport;
        NodeId = target.NodeId?.ToLowerInvariant();
        NodeIp = target.NodeIp;
        Labels = target.Labels;
        Handler = handler;
        Resources = resources;
        _hash = HashCode.Combine(Platform, DockerSupport, NodeId, NodeIp, Handler, Resources, NodeLabels.Hash(Labels));
    }

    public string? Platform { get; }
    public bool? DockerSupport { get; }
    public string? NodeId { get; }
    public string? NodeIp { get; }
    public string? Handler { get; }

    /// <summary>The labels that the node must have; null for none.</summary>
    public ImmutableDictionary<string, string>? Labels { get; }

    /// <summary>What the action takes of the node.</summary>
    public ResourceAmount Resources { get; }

    public static NodeRequirement Of(ActionDefinition action, TargetEnvironment? replaced = null)
    {
        var target = replaced is null ? action.TargetEnv : action.TargetEnv.MergedWith(replaced);
        return new NodeRequirement(target, action.Docker is null ? target.DockerSupport : true, action.Handler, ResourceAmount.Of(action.Resources));
    }

    /// <summary>Whether the node can serve it, now or once other actions have ended.</summary>
    public bool IsMetBy(NodeDescription node) =>
        HasPlatform(node)
        && (DockerSupport is null || DockerSupport == node.DockerSupport)
        && (NodeId is null || NodeId == node.Id.ToString())
        && (NodeIp is null || NodeIp == node.HttpHost)
        && (Handler is null || node.Handlers.Contains(Handler, StringComparer.Ordinal))
        && (Labels is null || Labels.All(label => HasLabel(node, label.Key, label.Value)))
        && Resources.FitsIn(ResourceAmount.Of(node));

    public bool HasPlatform(NodeDescription node) =>
        Platform is null
        || string.Equals(Platform, node.Platform, StringComparison.OrdinalIgnoreCase)
        || string.Equals(Platform, node.Machine, StringComparison.OrdinalIgnoreCase);

    public static bool HasLabel(NodeDescription node, string name, string text) => node.Labels?.GetValueOrDefault(name) == text;

    public bool Equals(NodeRequirement? other) =>
        ReferenceEquals(this, other)
        || (other is not null && _hash == other._hash
            && Platform == other.Platform && DockerSupport == other.DockerSupport && NodeId == other.NodeId && NodeIp == other.NodeIp
            && Handler == other.Handler && Resources == other.Resources && NodeLabels.Same(Labels, other.Labels));

    public override bool Equals(object? obj) => Equals(obj as NodeRequirement);

    public override int GetHashCode() => _hash;
}
