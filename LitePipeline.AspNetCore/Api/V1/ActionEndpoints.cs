using LitePipeline.AspNetCore.Api.Documents;
using LitePipeline.AspNetCore.Api.Payloads;
using LitePipeline.AspNetCore.Api.Requests;
using LitePipeline.AspNetCore.Users;
using LitePipeline.Core;
using LitePipeline.Core.Actions;
using LitePipeline.Core.Storage;
using LitePipeline.Core.Tasks;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.Options;

namespace LitePipeline.AspNetCore.Api.V1;

/// <summary>Actions: their records, what they leave in their folders.</summary>
internal static class ActionEndpoints
{
    public static void Map(RouteGroupBuilder group)
    {
        group.MapPost(Routes.V1.ActionQuery, ListAsync).ForViewers().TakesJson("tasks*", "name", "stage", "offset", "limit").Answers<Page<ActionRecord>>()
            .WithSummary("Lists actions of tasks, by task in the order in which they began.").WithDescription("A query with a body, as the tasks may be many.");
        group.MapGet(Routes.V1.ActionWorkspace, WorkspaceAsync).ForViewers().AnswersFile().WithSummary("Downloads an action's workspace as tar.gz, packed as it comes.");
        group.MapPost(Routes.V1.WorkspaceDelete, DeleteWorkspacesAsync).ForOperators().TakesJson("tasks*").Answers<DeletedWorkspacesPayload>()
            .WithSummary("Removes the workspaces of finished tasks.").WithDescription("Answers the tasks whose workspaces stay, as they are unknown or still run.");
    }

    private static async Task<IResult> ListAsync(IPipelineManager manager, IOptions<LitePipelineApiOptions> options, HttpRequest request, CancellationToken cancellationToken)
    {
        var body = await JsonBody.ReadAsync(request, options.Value.MaxJsonSize, cancellationToken);
        return Answers.Json(await manager.ListActionsAsync(new ActionQuery
        {
            Tasks = body.RequiredTasks("tasks"),
            Name = body.Text("name"),
            Stage = Parameter.OneOf<RunStage>(body.Text("stage"), "stage"),
            Offset = body.Count("offset"),
            Limit = body.Count("limit"),
        }, cancellationToken));
    }

    private static async Task<IResult> WorkspaceAsync(IPipelineManager manager, string id, string name, CancellationToken cancellationToken)
    {
        var task = Task(id);
        return Answers.File(await manager.OpenWorkspaceAsync(task, name, cancellationToken), $"{task}.{name}.tar.gz");
    }

    private static async Task<IResult> DeleteWorkspacesAsync(IPipelineManager manager, IOptions<LitePipelineApiOptions> options, HttpRequest request, CancellationToken cancellationToken)
    {
        var body = await JsonBody.ReadAsync(request, options.Value.MaxJsonSize, cancellationToken);
        return Answers.Json(new DeletedWorkspacesPayload(await manager.DeleteWorkspacesAsync(body.RequiredTasks("tasks"), cancellationToken)));
    }

    private static TaskId Task(string value) => new(Parameter.RequiredId(value, "id"));
}
