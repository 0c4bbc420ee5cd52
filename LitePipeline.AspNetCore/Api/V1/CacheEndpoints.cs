using LitePipeline.AspNetCore.Api.Documents;
using LitePipeline.AspNetCore.Api.Payloads;
using LitePipeline.AspNetCore.Api.Requests;
using LitePipeline.AspNetCore.Users;
using LitePipeline.Core;
using LitePipeline.Core.Applications;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace LitePipeline.AspNetCore.Api.V1;

/// <summary>The results that are kept for actions with <c>cache</c>.</summary>
internal static class CacheEndpoints
{
    public static void Map(RouteGroupBuilder group) =>
        group.MapDelete(Routes.V1.ApplicationCache, ClearAsync).ForOperators().Answers<ClearedCachePayload>()
            .WithSummary("Forgets the results that are kept for an application's actions with 'cache'.").WithDescription("Answers how many there were.");

    private static async Task<IResult> ClearAsync(IPipelineManager manager, string id, CancellationToken cancellationToken) =>
        Answers.Json(new ClearedCachePayload(await manager.ClearCacheAsync(new AppId(Parameter.RequiredId(id, "id")), cancellationToken)));
}
