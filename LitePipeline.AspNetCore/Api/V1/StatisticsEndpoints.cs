using LitePipeline.AspNetCore.Api.Documents;
using LitePipeline.AspNetCore.Api.Requests;
using LitePipeline.AspNetCore.Users;
using LitePipeline.Core;
using LitePipeline.Core.Nodes;
using LitePipeline.Core.Statistics;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace LitePipeline.AspNetCore.Api.V1;

/// <summary>What was done over time.</summary>
internal static class StatisticsEndpoints
{
    public static void Map(RouteGroupBuilder group) => group.MapGet(Routes.V1.Statistics, ReadAsync).ForViewers().Answers<StatisticsView>()
        .WithSummary("Tells period by period what the cluster, or a node, did: what ended and how, how long it waited and ran, the slots and how many were taken.")
        .WithDescription("It is counted in memory since the manager was started, or the node first joined, and begins anew with a restart of the manager. Of a node that nothing is known of there is no period.");

    private static async Task<IResult> ReadAsync(IPipelineManager manager, string? span, string? node, string? since, CancellationToken cancellationToken) =>
        Answers.Json(await manager.GetStatisticsAsync(new StatisticsQuery
        {
            Span = Parameter.OneOf<StatisticsSpan>(span, "span") ?? StatisticsSpan.Hour,
            Node = Parameter.OptionalId(node, "node") is { } id ? new NodeId(id) : null,
            Since = Parameter.Moment(since, "since"),
        }, cancellationToken));
}
