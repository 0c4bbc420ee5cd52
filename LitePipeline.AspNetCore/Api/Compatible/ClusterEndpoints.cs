using LitePipeline.AspNetCore.Api.Documents;
using LitePipeline.AspNetCore.Api.Payloads;
using LitePipeline.AspNetCore.Users;
using LitePipeline.Core;
using LitePipeline.Core.Manager;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.Options;

namespace LitePipeline.AspNetCore.Api.Compatible;

/// <summary>Who answers, and what the cluster is made of.</summary>
internal static class ClusterEndpoints
{
    public static void Map(RouteGroupBuilder group)
    {
        group.MapGet(Routes.Compatible.About, () => Answers.Json(new AboutAnswer("LitePipeline manager service")))
            .Open().Answers<AboutAnswer>().WithSummary("Says who answers.");
        group.MapGet(Routes.Compatible.ClusterInfo, InfoAsync)
            .ForViewers().Answers<ClusterInfoAnswer>().WithSummary("Describes manager, nodes and queued actions.");
    }

    private static async Task<IResult> InfoAsync(IPipelineManager manager, IOptions<LitePipelineApiOptions> options, HttpContext context, string? include, CancellationToken cancellationToken)
    {
        var cluster = await manager.GetClusterAsync(cancellationToken);
        var parts = string.IsNullOrEmpty(include) ? ["manager", "nodes", "actions"] : include.Split(',', StringSplitOptions.TrimEntries);
        return Answers.Json(new ClusterInfoAnswer(LitePipelineVersion.Text, new ClusterInfo
        {
            Manager = parts.Contains("manager") ? Manager(options.Value, context.Request.Host, cluster) : null,
            Nodes = parts.Contains("nodes") ? [.. cluster.Nodes.Select(Rows.Of)] : null,
            NumberOfNodes = parts.Contains("nodes") ? cluster.Nodes.Count : null,
            Actions = parts.Contains("actions") ? new QueueRow([.. cluster.Running.Select(Rows.Of)], [.. cluster.Pending.Select(Rows.Of)], cluster.PendingCount) : null,
        }));
    }

    private static ManagerRow Manager(LitePipelineApiOptions options, HostString host, ClusterView cluster) => new()
    {
        HttpHost = host.Host,
        HttpPort = host.Port,
        TcpHost = options.TcpHost,
        TcpPort = options.TcpPort,
        MaxBufferSize = options.MaxPackageSize,
        DataPath = options.DataPath,
        Version = LitePipelineVersion.Text,
        TotalActionSlots = cluster.TotalSlots,
    };
}
