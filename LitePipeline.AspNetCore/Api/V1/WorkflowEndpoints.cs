using LitePipeline.AspNetCore.Api.Documents;
using LitePipeline.AspNetCore.Api.Payloads;
using LitePipeline.AspNetCore.Api.Requests;
using LitePipeline.AspNetCore.Users;
using LitePipeline.Core;
using LitePipeline.Core.Storage;
using LitePipeline.Core.Workflows;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.Options;

namespace LitePipeline.AspNetCore.Api.V1;

/// <summary>Workflows.</summary>
internal static class WorkflowEndpoints
{
    public static void Map(RouteGroupBuilder group)
    {
        group.MapPost(Routes.V1.Workflows, CreateAsync).ForAdmins().TakesJson("name*", "configuration*", "description", "enabled", "id").TakesIdempotencyKey().Answers<CreatedPayload>(StatusCodes.Status201Created).WithSummary("Adds a workflow.");
        group.MapGet(Routes.V1.Workflows, ListAsync).ForViewers().Answers<PagePayload<WorkflowRecord>>().WithSummary("Lists workflows, newest first.");
        group.MapGet(Routes.V1.Workflow, InfoAsync).ForViewers().Answers<WorkflowRecord>().WithSummary("Describes a workflow.");
        group.MapPatch(Routes.V1.Workflow, UpdateAsync).ForAdmins().TakesJson("name", "configuration", "description", "enabled").AnswersNothing()
            .WithSummary("Changes a workflow: what is not given stays. Works that exist keep the configuration that they have.");
        group.MapDelete(Routes.V1.Workflow, DeleteAsync).ForAdmins().AnswersNothing().WithSummary("Removes a workflow; its works go on.");
    }

    private static async Task<IResult> CreateAsync(IPipelineManager manager, IOptions<LitePipelineApiOptions> options, HttpContext context, CancellationToken cancellationToken)
    {
        var body = await JsonBody.ReadAsync(context.Request, options.Value.MaxJsonSize, cancellationToken);
        var name = body.RequiredText("name", "the workflow's name");
        var workflow = new CreateWorkflowRequest(name, body.Object("configuration", JsonData.EmptyObject), body.Text("description") ?? "", body.Flag("enabled", false))
        {
            Id = IdempotencyKey.Id(context, "workflow", body) is { } id ? new WorkflowId(id) : null,
        };
        return Answers.Created(context, Routes.V1.Workflow, (await manager.CreateWorkflowAsync(workflow, cancellationToken)).Value);
    }

    private static async Task<IResult> ListAsync(IPipelineManager manager, [AsParameters] Paging paging, string? id, string? name, CancellationToken cancellationToken) =>
        Answers.Json(paging.Answer(await manager.ListWorkflowsAsync(new WorkflowQuery
        {
            Offset = paging.Offset,
            Limit = paging.Limit,
            After = paging.After,
            OldestFirst = paging.OldestFirst,
            Id = Parameter.OptionalId(id, "id") is { } workflow ? new WorkflowId(workflow) : null,
            Name = Parameter.Text(name),
        }, cancellationToken), workflow => workflow.Sequence));

    private static async Task<IResult> InfoAsync(IPipelineManager manager, string id, CancellationToken cancellationToken) =>
        Answers.Json(await manager.GetWorkflowAsync(Workflow(id), cancellationToken));

    private static async Task<IResult> UpdateAsync(IPipelineManager manager, IOptions<LitePipelineApiOptions> options, HttpRequest request, string id, CancellationToken cancellationToken)
    {
        var workflow = Workflow(id);
        var body = await JsonBody.ReadAsync(request, options.Value.MaxJsonSize, cancellationToken);
        await manager.UpdateWorkflowAsync(workflow, new UpdateWorkflowRequest
        {
            Name = body.Text("name"),
            Configuration = body.Has("configuration") ? body.Object("configuration", JsonData.EmptyObject) : default,
            Description = body.Text("description"),
            Enabled = body.Has("enabled") ? body.Flag("enabled", false) : null,
        }, cancellationToken);
        return Results.NoContent();
    }

    private static async Task<IResult> DeleteAsync(IPipelineManager manager, string id, CancellationToken cancellationToken)
    {
        await manager.DeleteWorkflowAsync(Workflow(id), cancellationToken);
        return Results.NoContent();
    }

    private static WorkflowId Workflow(string value) => new(Parameter.RequiredId(value, "id"));
}
