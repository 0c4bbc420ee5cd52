using LitePipeline.AspNetCore.Api.Documents;
using LitePipeline.AspNetCore.Api.Payloads;
using LitePipeline.AspNetCore.Api.Refusals;
using LitePipeline.AspNetCore.Api.Requests;
using LitePipeline.AspNetCore.Users;
using LitePipeline.Core;
using LitePipeline.Core.Tasks;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.Options;

namespace LitePipeline.AspNetCore.Api.Compatible;

/// <summary>What actions leave in their folders.</summary>
internal static class WorkspaceEndpoints
{
    public static void Map(RouteGroupBuilder group)
    {
        group.MapPut(Routes.Compatible.WorkspacePack, PackAsync).ForViewers().TakesJson("task_id*", "name*", "force").Answers<OkAnswer>()
            .WithSummary("Says whether an action's workspace can be downloaded. Kept for old clients: it is packed as it is downloaded.");
        group.MapGet(Routes.Compatible.WorkspaceDownload, DownloadAsync).ForViewers().AnswersFile().WithMetadata(new DownloadMetadata()).WithSummary("Downloads an action's workspace.");
        group.MapPut(Routes.Compatible.WorkspaceDelete, DeleteAsync).ForOperators().TakesJson("task_ids*").Answers<WorkspacesDeletedAnswer>().WithSummary("Removes the workspaces of finished tasks.");
    }

    private static async Task<IResult> PackAsync(IPipelineManager manager, IOptions<LitePipelineApiOptions> options, HttpRequest request, CancellationToken cancellationToken)
    {
        var body = await JsonBody.ReadAsync(request, options.Value.MaxJsonSize, cancellationToken);
        var name = body.RequiredText("name", "the action's name");
        var details = await manager.GetTaskAsync(new TaskId(body.RequiredId("task_id")), cancellationToken);
        if (!details.Actions.Any(action => action.Name == name)) throw new RequestRefusedException(new Refusal(ErrorCode.ActionNotRun, $"The task has not run an action named '{name}'.", "name"));
        // What cannot be downloaded is told here: of a download, the original's tool shows the HTTP status alone.
        await using (await manager.OpenWorkspaceAsync(details.Task.Id, name, cancellationToken)) return Answers.Ok();
    }

    private static async Task<IResult> DownloadAsync(IPipelineManager manager, string? task_id, string? name, CancellationToken cancellationToken)
    {
        var (task, action) = (new TaskId(Parameter.RequiredId(task_id, "task_id")), Parameter.Required(name, "name", "the action's name"));
        return Answers.File(await manager.OpenWorkspaceAsync(task, action, cancellationToken), $"{task}.{action}.tar.gz");
    }

    private static async Task<IResult> DeleteAsync(IPipelineManager manager, IOptions<LitePipelineApiOptions> options, HttpRequest request, CancellationToken cancellationToken)
    {
        var body = await JsonBody.ReadAsync(request, options.Value.MaxJsonSize, cancellationToken);
        var failed = await manager.DeleteWorkspacesAsync(body.RequiredTasks("task_ids"), cancellationToken);
        return Answers.Json(new WorkspacesDeletedAnswer([.. failed.Select(task => task.Value)]));
    }
}
