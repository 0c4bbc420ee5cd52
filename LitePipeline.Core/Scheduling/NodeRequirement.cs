using LitePipeline.Core.Definitions;
using LitePipeline.Core.Nodes;

namespace LitePipeline.Core.Scheduling;

/// <summary>All that an action asks of a node. Actions that ask the same wait in the same queue.</summary>
internal sealed record NodeRequirement
{
    public string? Platform { get; private init; }
    public bool? DockerSupport { get; private init; }
    public string? NodeId { get; private init; }
    public string? NodeIp { get; private init; }
    public string? Handler { get; private init; }

    public static NodeRequirement Of(ActionDefinition action, TargetEnvironment? replaced = null)
    {
        var target = replaced is null ? action.TargetEnv : action.TargetEnv.MergedWith(replaced);
        return new NodeRequirement
        {
            Platform = target.Platform?.ToLowerInvariant(),
            DockerSupport = action.Docker is null ? target.DockerSupport : true,
            NodeId = target.NodeId?.ToLowerInvariant(),
            NodeIp = target.NodeIp,
            Handler = action.Handler,
        };
    }

    public bool IsMetBy(NodeDescription node) =>
        (Platform is null
            || string.Equals(Platform, node.Platform, StringComparison.OrdinalIgnoreCase)
            || string.Equals(Platform, node.Machine, StringComparison.OrdinalIgnoreCase))
        && (DockerSupport is null || DockerSupport == node.DockerSupport)
        && (NodeId is null || NodeId == node.Id.ToString())
        && (NodeIp is null || NodeIp == node.HttpHost)
        && (Handler is null || node.Handlers.Contains(Handler, StringComparer.Ordinal));
}
