using LitePipeline.AspNetCore.Api.Packaged;
using LitePipeline.AspNetCore.Api.Refusals;
using LitePipeline.AspNetCore.Users;
using LitePipeline.Core.Applications;
using LitePipeline.Core.Venvs;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace LitePipeline.AspNetCore.Api.Compatible;

/// <summary>The original's routes: same parameters, same answers, errors by name in <c>result</c>.</summary>
internal static class CompatibleEndpoints
{
    public static void Map(RouteGroupBuilder routes)
    {
        var group = routes.MapGroup("").AddEndpointFilter<OpenCors>().AddEndpointFilter<CompatibleRefusals>().AddEndpointFilter<CallerGuard>().WithTags("compatible");
        ClusterEndpoints.Map(group);
        new PackagedEndpoints<ApplicationRecord, ApplicationVersionRecord>(new ApplicationKind(), new AppAnswers()).Map(group, Routes.Compatible.App);
        new PackagedEndpoints<VenvRecord, VenvVersionRecord>(new VenvKind(), new VenvAnswers()).Map(group, Routes.Compatible.Venv);
        TaskEndpoints.Map(group);
        WorkspaceEndpoints.Map(group);
        WorkflowEndpoints.Map(group);
        WorkEndpoints.Map(group);
        ScheduleEndpoints.Map(group);
        ServiceEndpoints.Map(group);
        foreach (var route in Routes.Compatible.All) group.MapMethods(route, [HttpMethods.Options], () => Results.NoContent()).Open().ExcludeFromDescription();
    }
}
