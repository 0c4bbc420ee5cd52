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

namespace LitePipeline.AspNetCore.Api.Compatible;

/// <summary>Workflows.</summary>
internal static class WorkflowEndpoints
{
    public static void Map(RouteGroupBuilder group)
    {
        group.MapPost(Routes.Compatible.WorkflowCreate, CreateAsync).ForAdmins().TakesJson("name*", "configuration*", "description", "enable").Answers<WorkflowChangedAnswer>().WithSummary("Adds a workflow.");
        group.MapPut(Routes.Compatible.WorkflowUpdate, UpdateAsync).ForAdmins().TakesJson("workflow_id*", "name", "configuration", "description", "enable").Answers<WorkflowChangedAnswer>()
            .WithSummary("Changes a workflow: what is not given or empty stays.");
        group.MapGet(Routes.Compatible.WorkflowList, ListAsync).ForViewers().Answers<WorkflowListAnswer>().WithSummary("Lists workflows, newest first.");
        group.MapGet(Routes.Compatible.WorkflowInfo, InfoAsync).ForViewers().Answers<WorkflowInfoAnswer>().WithSummary("Describes a workflow.");
        group.MapDelete(Routes.Compatible.WorkflowDelete, DeleteAsync).ForAdmins().Answers<OkAnswer>().WithSummary("Removes a workflow; its works go on.");
    }

    private static async Task<IResult> CreateAsync(IPipelineManager manager, IOptions<LitePipelineApiOptions> options, HttpRequest request, CancellationToken cancellationToken)
    {
        var body = await JsonBody.ReadAsync(request, options.Value.MaxJsonSize, cancellationToken);
        var name = body.RequiredText("name", "the workflow's name");
        var workflow = new CreateWorkflowRequest(name, body.Object("configuration", JsonData.EmptyObject), body.Text("description") ?? "", body.Flag("enable", false));
        return Answers.Json(new WorkflowChangedAnswer((await manager.CreateWorkflowAsync(workflow, cancellationToken)).Value));
    }

    private static async Task<IResult> UpdateAsync(IPipelineManager manager, IOptions<LitePipelineApiOptions> options, HttpRequest request, CancellationToken cancellationToken)
    {
        var body = await JsonBody.ReadAsync(request, options.Value.MaxJsonSize, cancellationToken);
        var id = body.RequiredId("workflow_id");
        var configuration = body.Object("configuration", default);
        await manager.UpdateWorkflowAsync(new WorkflowId(id), new UpdateWorkflowRequest
        {
            Name = Parameter.Text(body.Text("name")),
            Configuration = configuration == JsonData.EmptyObject ? default : configuration,
            Description = Parameter.Text(body.Text("description")),
            Enabled = body.Has("enable") ? body.Flag("enable", false) : null,
        }, cancellationToken);
        return Answers.Json(new WorkflowChangedAnswer(id));
    }

    private static async Task<IResult> ListAsync(IPipelineManager manager, [AsParameters] ListRange range, string? id, string? name, CancellationToken cancellationToken)
    {
        var page = await manager.ListWorkflowsAsync(new WorkflowQuery
        {
            Offset = range.Offset,
            Limit = range.Limit,
            Id = Parameter.OptionalId(id, "id") is { } workflow ? new WorkflowId(workflow) : null,
            Name = Parameter.Text(name),
        }, cancellationToken);
        return Answers.Json(new WorkflowListAnswer([.. page.Items.Select(Rows.Of)], page.Total, range.Offset, range.Limit));
    }

    private static async Task<IResult> InfoAsync(IPipelineManager manager, string? workflow_id, CancellationToken cancellationToken) =>
        Answers.Json(new WorkflowInfoAnswer(Rows.Of(await manager.GetWorkflowAsync(Workflow(workflow_id), cancellationToken))));

    private static async Task<IResult> DeleteAsync(IPipelineManager manager, string? workflow_id, CancellationToken cancellationToken)
    {
        await manager.DeleteWorkflowAsync(Workflow(workflow_id), cancellationToken);
        return Answers.Ok();
    }

    private static WorkflowId Workflow(string? value) => new(Parameter.RequiredId(value, "workflow_id"));
}
