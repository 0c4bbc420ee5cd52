using System.Globalization;
using LitePipeline.Core.Nodes;

namespace LitePipeline.Core.Scheduling;

/// <summary>Says why an action that waits cannot run on any of the connected nodes. Made when somebody asks, never kept.</summary>
internal sealed class PlacementReason(IReadOnlyList<NodeState> nodes)
{
    private const int NodesShown = 10;

    private readonly Dictionary<NodeRequirement, string?> _known = [];

    /// <summary>The reason, node by node; null where a node can serve it, now or later.</summary>
    public string? Of(NodeRequirement requirement)
    {
        if (!_known.TryGetValue(requirement, out var reason)) _known.Add(requirement, reason = Find(requirement));
        return reason;
    }

    private string? Find(NodeRequirement requirement)
    {
        if (nodes.Count == 0) return "No node is connected.";
        foreach (var node in nodes)
        {
            if (!node.Draining && requirement.IsMetBy(node.Description)) return null;
        }

        var shown = nodes.Take(NodesShown).Select(node => $"{node.Description.Name}: {string.Join(", ", Lacks(requirement, node))}");
        var more = nodes.Count > NodesShown ? $"; and {nodes.Count - NodesShown} more" : "";
        return $"No connected node can run it: {string.Join("; ", shown)}{more}.";
    }

    private static IEnumerable<string> Lacks(NodeRequirement asked, NodeState state)
    {
        var node = state.Description;
        if (state.Draining) yield return "it is draining";
        if (asked.NodeId is { } id && id != node.Id.ToString()) yield return $"it is not the node {id}";
        if (asked.NodeIp is { } ip && ip != node.HttpHost) yield return $"node_ip {ip}, it has {Text(node.HttpHost)}";
        if (!asked.HasPlatform(node)) yield return $"platform {asked.Platform}, it is {string.Join(' ', new[] { node.Platform, node.Machine }.Where(part => part.Length > 0))}";
        if (asked.DockerSupport is { } docker && docker != node.DockerSupport) yield return docker ? "it runs no containers" : "docker_support false, it runs containers";
        if (asked.Handler is { } handler && !node.Handlers.Contains(handler, StringComparer.Ordinal)) yield return $"it has no handler '{handler}'";
        foreach (var (name, text) in asked.Labels?.OrderBy(label => label.Key, StringComparer.Ordinal).ToArray() ?? [])
        {
            if (!NodeRequirement.HasLabel(node, name, text)) yield return $"label {name}={text}, it has {Text(node.Labels?.GetValueOrDefault(name))}";
        }

        foreach (var lack in Lacks(asked.Resources, ResourceAmount.Of(node))) yield return lack;
    }

    private static IEnumerable<string> Lacks(ResourceAmount asked, ResourceAmount has)
    {
        if (asked.Slots > has.Slots) yield return $"slots {asked.Slots} > {has.Slots}";
        if (asked.MilliCpu > has.MilliCpu) yield return $"cpu {Cpu(asked.MilliCpu)} > {Cpu(has.MilliCpu)}";
        if (asked.Memory > has.Memory) yield return $"memory {Size(asked.Memory)} > {Size(has.Memory)}";
        if (asked.Gpu > has.Gpu) yield return $"gpu {asked.Gpu} > {has.Gpu}";
    }

    private static string Text(string? value) => string.IsNullOrEmpty(value) ? "none" : value;

    private static string Cpu(long milli) => (milli / 1000m).ToString("0.###", CultureInfo.InvariantCulture);

    // As it is asked for: the largest unit in which nothing is lost, or bytes.
    private static string Size(long bytes)
    {
        foreach (var (unit, power) in (ReadOnlySpan<(string, int)>)[("t", 40), ("g", 30), ("m", 20), ("k", 10)])
        {
            if (bytes >= 1L << power && bytes % (1L << power) == 0) return string.Create(CultureInfo.InvariantCulture, $"{bytes >> power}{unit}");
        }

        return bytes >= 1L << 20 ? string.Create(CultureInfo.InvariantCulture, $"{bytes / 1048576.0:0.#}m") : bytes.ToString(CultureInfo.InvariantCulture);
    }
}
