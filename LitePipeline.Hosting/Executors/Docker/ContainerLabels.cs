using LitePipeline.Core.Actions;
using LitePipeline.Core.Nodes;

namespace LitePipeline.Hosting.Executors.Docker;

/// <summary>What a container says of itself: by these a node finds what an earlier life of it left behind.</summary>
internal static class ContainerLabels
{
    public const string Node = "litepipeline.node";

    public static Dictionary<string, string> Of(NodeId node, AttemptKey attempt) => new(StringComparer.Ordinal)
    {
        [Node] = node.ToString(),
        ["litepipeline.task"] = attempt.Task.ToString(),
        ["litepipeline.action"] = attempt.Action,
        ["litepipeline.attempt"] = attempt.Attempt.ToString(System.Globalization.CultureInfo.InvariantCulture),
    };
}
