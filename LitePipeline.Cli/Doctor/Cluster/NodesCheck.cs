using System.Globalization;
using LitePipeline.AspNetCore;
using LitePipeline.Cli.Doctor.Reach;
using LitePipeline.Core.Manager;

namespace LitePipeline.Cli.Doctor.Cluster;

/// <summary>Which nodes are connected, and whether they can take actions.</summary>
internal sealed class NodesCheck(ManagerAccess manager) : ClusterCheck(manager)
{
    public override string Name => "nodes";

    protected override IEnumerable<Finding> Look(ClusterView cluster)
    {
        if (cluster.Nodes.Count == 0)
        {
            yield return Finding.Wrong("no node is connected: nothing runs", "Start a node ('litepipeline node --manager HOST:PORT'); where one runs, 'litepipeline doctor node FILE' on its machine says why it is not let in.");
            yield break;
        }

        if (cluster.Nodes.All(node => node.Draining)) yield return Finding.Warning("all nodes drain: nothing new is started", "litepipeline node resume -n ID");
        foreach (var node in cluster.Nodes) yield return Look(node);
    }

    private static Finding Look(NodeView node)
    {
        var described = string.Create(CultureInfo.InvariantCulture, $"{node.Description.Name}: {node.UsedSlots} of {node.Description.Slots} slots in use, connected since {node.JoinedAt.UtcDateTime:yyyy-MM-dd HH:mm} UTC{(node.Draining ? ", drains" : "")}");
        if (node.Description.Version != LitePipelineVersion.Text)
            return Finding.Warning($"{described}; it is version {node.Description.Version}, and this tool {LitePipelineVersion.Text}", "Install the same version on all machines.");
        return node.Description.Limits is { } limits && limits.StartsWith("not enforced", StringComparison.Ordinal) ? Finding.Ok($"{described}; limits are {limits}") : Finding.Ok(described);
    }
}
