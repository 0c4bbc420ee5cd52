using LitePipeline.AspNetCore.Api.Documents;
using LitePipeline.AspNetCore.Api.Payloads;
using LitePipeline.AspNetCore.Api.Requests;
using LitePipeline.AspNetCore.Users;
using LitePipeline.Core;
using LitePipeline.Core.Manager;
using LitePipeline.Core.Nodes;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace LitePipeline.AspNetCore.Api.V1;

/// <summary>The cluster as it is now, and whether it can work.</summary>
internal static class ClusterEndpoints
{
    public static void Map(RouteGroupBuilder group)
    {
        group.MapGet(Routes.V1.Health, HealthAsync).Open().Answers<HealthPayload>()
            .WithSummary("Says whether the manager can work: 200 where it can, 503 where not.");
        group.MapGet(Routes.V1.Cluster, async (IPipelineManager manager, CancellationToken cancellationToken) => Answers.Json(await manager.GetClusterAsync(cancellationToken)))
            .ForViewers().Answers<ClusterView>().WithSummary("Describes the nodes, what they run, and the first of what waits.");
        group.MapPost(Routes.V1.NodeDrain, DrainAsync).ForOperators().AnswersNothing().WithSummary("Has a node finish what it runs and take no more, until it is resumed or removed.")
            .WithDescription("It stays so when the node connects anew, but not over a restart of the manager.");
        group.MapPost(Routes.V1.NodeResume, ResumeAsync).ForOperators().AnswersNothing().WithSummary("Has a drained node take actions again.")
            .WithDescription("One that was told to stop on its own machine is refused.");
        group.MapDelete(Routes.V1.Node, RemoveAsync).ForOperators().AnswersNothing().WithSummary("Forgets a node and closes its connection; what it runs is run elsewhere at once.")
            .WithDescription("A node whose process goes on joins again as a new one, not drained: stop it first, or remove it for that.");
    }

    private static async Task<IResult> DrainAsync(IPipelineManager manager, string id, CancellationToken cancellationToken)
    {
        await manager.DrainNodeAsync(Node(id), cancellationToken);
        return Results.NoContent();
    }

    private static async Task<IResult> ResumeAsync(IPipelineManager manager, string id, CancellationToken cancellationToken)
    {
        await manager.ResumeNodeAsync(Node(id), cancellationToken);
        return Results.NoContent();
    }

    private static async Task<IResult> RemoveAsync(IPipelineManager manager, string id, CancellationToken cancellationToken)
    {
        await manager.RemoveNodeAsync(Node(id), cancellationToken);
        return Results.NoContent();
    }

    private static NodeId Node(string id) => new(Parameter.RequiredId(id, "id"));

    private static async Task<IResult> HealthAsync(HealthCheckService health, CancellationToken cancellationToken)
    {
        // Of a host's checks only ours are for everyone to see.
        var report = await health.CheckHealthAsync(check => check.Name.StartsWith("litepipeline", StringComparison.Ordinal), cancellationToken);
        var answer = new HealthPayload(Parameter.Word(report.Status), report.Entries.ToDictionary(entry => entry.Key, entry => Parameter.Word(entry.Value.Status)));
        return Answers.Json(answer, report.Status == HealthStatus.Unhealthy ? StatusCodes.Status503ServiceUnavailable : StatusCodes.Status200OK);
    }
}
