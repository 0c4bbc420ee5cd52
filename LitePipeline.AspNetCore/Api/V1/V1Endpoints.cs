using LitePipeline.AspNetCore.Api.Packaged;
using LitePipeline.AspNetCore.Api.Refusals;
using LitePipeline.AspNetCore.Users;
using LitePipeline.Core.Applications;
using LitePipeline.Core.Venvs;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace LitePipeline.AspNetCore.Api.V1;

/// <summary>Our own routes: status codes that mean something, problem details, live events and logs.</summary>
internal static class V1Endpoints
{
    public static void Map(RouteGroupBuilder routes)
    {
        var group = routes.MapGroup("").AddEndpointFilter<ProblemRefusals>().AddEndpointFilter<CallerGuard>().WithTags("v1");
        UserEndpoints.Map(group);
        ClusterEndpoints.Map(group);
        StatisticsEndpoints.Map(group);
        EventEndpoints.Map(group);
        AuditEndpoints.Map(group);
        new PackagedEndpoints<ApplicationRecord, ApplicationVersionRecord>(new ApplicationKind()).Map(group, Routes.V1.Applications);
        new PackagedEndpoints<VenvRecord, VenvVersionRecord>(new VenvKind()).Map(group, Routes.V1.Venvs);
        TaskEndpoints.Map(group);
        ActionEndpoints.Map(group);
        LogEndpoints.Map(group);
        ArtifactEndpoints.Map(group);
        CacheEndpoints.Map(group);
        SecretEndpoints.Map(group);
        WorkflowEndpoints.Map(group);
        WorkEndpoints.Map(group);
        ScheduleEndpoints.Map(group);
        ServiceEndpoints.Map(group);
    }
}
