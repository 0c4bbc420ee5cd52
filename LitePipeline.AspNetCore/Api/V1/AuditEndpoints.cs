using LitePipeline.AspNetCore.Api.Documents;
using LitePipeline.AspNetCore.Api.Payloads;
using LitePipeline.AspNetCore.Api.Requests;
using LitePipeline.AspNetCore.Users;
using LitePipeline.Core;
using LitePipeline.Core.Audit;
using LitePipeline.Core.Storage;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace LitePipeline.AspNetCore.Api.V1;

/// <summary>Who did what.</summary>
internal static class AuditEndpoints
{
    public static void Map(RouteGroupBuilder group) =>
        group.MapGet(Routes.V1.Audit, ListAsync).ForAdmins().Answers<PagePayload<AuditRecord>>().WithSummary("Lists who did what, newest first.")
            .WithDescription("Records are added with what was done, in one commit, and never changed or removed.");

    private static async Task<IResult> ListAsync(IPipelineManager manager, [AsParameters] Paging paging, string? subject, string? actor, string? noun, string? verb, CancellationToken cancellationToken) =>
        Answers.Json(paging.Answer(await manager.ListAuditAsync(new AuditQuery
        {
            Offset = paging.Offset,
            Limit = paging.Limit,
            After = paging.After,
            OldestFirst = paging.OldestFirst,
            Subject = Parameter.OptionalId(subject, "subject"),
            Actor = Parameter.Text(actor),
            Noun = Parameter.Text(noun),
            Verb = Parameter.Text(verb),
        }, cancellationToken), record => record.Sequence));
}
