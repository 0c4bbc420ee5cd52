using LitePipeline.AspNetCore.Api.Payloads;
using LitePipeline.AspNetCore.Api.Refusals;
using LitePipeline.AspNetCore.Api.Requests;
using LitePipeline.Core;
using LitePipeline.Core.Applications;
using LitePipeline.Core.Packages;
using LitePipeline.Core.Services;
using LitePipeline.Core.Storage;
using LitePipeline.Core.Tasks;
using LitePipeline.Core.Works;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.Options;

namespace LitePipeline.AspNetCore.Api;

/// <summary>The original's routes: same parameters, same answers, errors by name in <c>result</c>.</summary>
internal static class CompatibleEndpoints
{
    private static readonly OkAnswer Ok = new();

    public static void Map(RouteGroupBuilder routes)
    {
        var group = routes.MapGroup("").AddEndpointFilter<OpenCors>().AddEndpointFilter<CompatibleRefusals>().AddEndpointFilter<LoopbackGuard>().WithTags("compatible");
        group.MapGet(Routes.Compatible.About, () => Json(new AboutAnswer("LitePipeline manager service"))).WithSummary("Says who answers.");
        group.MapGet(Routes.Compatible.ClusterInfo, ClusterAsync).WithSummary("Describes manager, nodes and queued actions; include names the parts.");
        group.MapPost(Routes.Compatible.AppCreate, CreateAppAsync).WithSummary("Creates an application from a package, as multipart form data.");
        group.MapGet(Routes.Compatible.AppList, ListAppsAsync).WithSummary("Lists applications, newest first.");
        group.MapGet(Routes.Compatible.AppInfo, AppInfoAsync).WithSummary("Describes an application.");
        group.MapGet(Routes.Compatible.AppDownload, DownloadAppAsync).WithMetadata(new DownloadMetadata()).WithSummary("Downloads an application's package.");
        group.MapDelete(Routes.Compatible.AppDelete, DeleteAppAsync).WithSummary("Removes an application.");
        group.MapPost(Routes.Compatible.TaskCreate, CreateTaskAsync).WithSummary("Accepts a task.");
        group.MapGet(Routes.Compatible.TaskList, ListTasksAsync).WithSummary("Lists tasks, newest first.");
        group.MapGet(Routes.Compatible.TaskInfo, TaskInfoAsync).WithSummary("Describes a task, and what of it runs.");
        group.MapDelete(Routes.Compatible.TaskDelete, DeleteTaskAsync).WithSummary("Removes a finished task.");
        group.MapPut(Routes.Compatible.TaskStop, StopTaskAsync).WithSummary("Stops a task by a signal.");
        group.MapPut(Routes.Compatible.WorkspacePack, PackAsync).WithSummary("Kept for old clients: a workspace is packed as it is downloaded.");
        group.MapGet(Routes.Compatible.WorkspaceDownload, DownloadWorkspaceAsync).WithMetadata(new DownloadMetadata()).WithSummary("Downloads an action's workspace.");
        group.MapPut(Routes.Compatible.WorkspaceDelete, DeleteWorkspacesAsync).WithSummary("Removes the workspaces of finished tasks.");
        foreach (var route in Routes.Compatible.All) group.MapMethods(route, [HttpMethods.Options], () => Results.NoContent()).ExcludeFromDescription();
    }

    private static async Task<IResult> ClusterAsync(IPipelineManager manager, IOptions<LitePipelineApiOptions> options, HttpContext context, string? include, CancellationToken cancellationToken)
    {
        var cluster = await manager.GetClusterAsync(cancellationToken);
        var parts = string.IsNullOrEmpty(include) ? ["manager", "nodes", "actions"] : include.Split(',', StringSplitOptions.TrimEntries);
        var info = new ClusterInfo
        {
            Manager = !parts.Contains("manager") ? null : new ManagerRow
            {
                HttpHost = context.Request.Host.Host,
                HttpPort = context.Request.Host.Port,
                TcpHost = options.Value.TcpHost,
                TcpPort = options.Value.TcpPort,
                MaxBufferSize = options.Value.MaxPackageSize,
                DataPath = options.Value.DataPath,
                Version = LitePipelineVersion.Text,
                TotalActionSlots = cluster.TotalSlots,
            },
            Nodes = parts.Contains("nodes") ? [.. cluster.Nodes.Select(Rows.Of)] : null,
            NumberOfNodes = parts.Contains("nodes") ? cluster.Nodes.Count : null,
            Actions = parts.Contains("actions") ? new QueueRow([.. cluster.Running.Select(Rows.Of)], [.. cluster.Pending.Select(Rows.Of)], cluster.PendingCount) : null,
        };
        return Json(new ClusterInfoAnswer(LitePipelineVersion.Text, info));
    }

    private static async Task<IResult> CreateAppAsync(IPipelineManager manager, IOptions<LitePipelineApiOptions> options, HttpRequest request, CancellationToken cancellationToken)
    {
        await using var upload = await PackageUpload.ReadAsync(request, options.Value, cancellationToken);
        return Json(new AppCreatedAnswer((await manager.CreateApplicationAsync(upload.ToRequest(), upload.Content, cancellationToken)).Value));
    }

    private static async Task<IResult> ListAppsAsync(IPipelineManager manager, string? offset, string? limit, string? name, string? id, CancellationToken cancellationToken)
    {
        var query = new ApplicationQuery
        {
            Offset = Parameter.Count(offset, "offset", negativeIsZero: true),
            Limit = Parameter.Count(limit, "limit", negativeIsZero: true),
            Name = string.IsNullOrEmpty(name) ? null : name,
            Id = Parameter.OptionalId(id, "id") is { } app ? new AppId(app) : null,
        };
        var page = await manager.ListApplicationsAsync(query, cancellationToken);
        return Json(new AppListAnswer([.. page.Items.Select(Rows.Of)], page.Total, query.Offset, query.Limit));
    }

    private static async Task<IResult> AppInfoAsync(IPipelineManager manager, string? app_id, string? config, CancellationToken cancellationToken)
    {
        var withConfig = Parameter.Flag(config, "config");
        var app = await manager.GetApplicationAsync(App(app_id), cancellationToken);
        return Json(new AppInfoAnswer(Rows.Of(app), withConfig ? app.Configuration : null));
    }

    private static async Task<IResult> DownloadAppAsync(IPipelineManager manager, string? app_id, string? sha1, CancellationToken cancellationToken)
    {
        var app = App(app_id);
        var package = await manager.OpenPackageAsync(app, string.IsNullOrEmpty(sha1) ? null : sha1, cancellationToken);
        return Results.Stream(package.Content, "application/octet-stream", $"{app}{package.Package.Extension}");
    }

    private static async Task<IResult> DeleteAppAsync(IPipelineManager manager, string? app_id, CancellationToken cancellationToken)
    {
        await manager.DeleteApplicationAsync(App(app_id), cancellationToken);
        return Json(Ok);
    }

    private static async Task<IResult> CreateTaskAsync(IPipelineManager manager, IOptions<LitePipelineApiOptions> options, HttpRequest request, CancellationToken cancellationToken)
    {
        var body = await JsonBody.ReadAsync(request, options.Value.MaxJsonSize, cancellationToken);
        var name = body.RequiredText("task_name", "the task's name");
        var task = await manager.SubmitTaskAsync(new SubmitTaskRequest(new AppId(body.RequiredId("app_id")), name, body.Object("input_data")), cancellationToken);
        return Json(new TaskCreatedAnswer(task.Value));
    }

    private static async Task<IResult> ListTasksAsync(
        IPipelineManager manager, string? offset, string? limit, string? task_id, string? app_id, string? work_id, string? service_id, string? name, string? stage, string? status, CancellationToken cancellationToken)
    {
        var query = new TaskQuery
        {
            Offset = Parameter.Count(offset, "offset", negativeIsZero: true),
            Limit = Parameter.Count(limit, "limit", negativeIsZero: true),
            Id = Parameter.OptionalId(task_id, "task_id") is { } task ? new TaskId(task) : null,
            Application = Parameter.OptionalId(app_id, "app_id") is { } app ? new AppId(app) : null,
            Work = Parameter.OptionalId(work_id, "work_id") is { } work ? new WorkId(work) : null,
            Service = Parameter.OptionalId(service_id, "service_id") is { } service ? new ServiceId(service) : null,
            Name = string.IsNullOrEmpty(name) ? null : name,
            Stage = Parameter.OneOf<RunStage>(stage, "stage"),
            Status = Parameter.OneOf<RunStatus>(status, "status"),
        };
        var page = await manager.ListTasksAsync(query, cancellationToken);
        var actions = page.Items.Count == 0 ? new Page<Core.Actions.ActionRecord>([], 0) : await manager.ListActionsAsync(new ActionQuery { Tasks = [.. page.Items.Select(task => task.Id)] }, cancellationToken);
        var byTask = actions.Items.ToLookup(action => action.Task);
        return Json(new TaskListAnswer([.. page.Items.Select(task => Rows.Of(task, byTask[task.Id]))], page.Total, query.Offset, query.Limit));
    }

    private static async Task<IResult> TaskInfoAsync(IPipelineManager manager, string? task_id, CancellationToken cancellationToken)
    {
        var details = await manager.GetTaskAsync(Task(task_id), cancellationToken);
        return Json(new TaskInfoAnswer(Rows.Of(details.Task, details.Actions), Rows.Running(details)));
    }

    private static async Task<IResult> DeleteTaskAsync(IPipelineManager manager, string? task_id, CancellationToken cancellationToken)
    {
        await manager.DeleteTaskAsync(Task(task_id), cancellationToken);
        return Json(Ok);
    }

    private static async Task<IResult> StopTaskAsync(IPipelineManager manager, IOptions<LitePipelineApiOptions> options, HttpRequest request, CancellationToken cancellationToken)
    {
        var body = await JsonBody.ReadAsync(request, options.Value.MaxJsonSize, cancellationToken);
        await manager.StopTaskAsync(new TaskId(body.RequiredId("task_id")), body.Signal("signal"), cancellationToken);
        return Json(Ok);
    }

    private static async Task<IResult> PackAsync(IPipelineManager manager, IOptions<LitePipelineApiOptions> options, HttpRequest request, CancellationToken cancellationToken)
    {
        var body = await JsonBody.ReadAsync(request, options.Value.MaxJsonSize, cancellationToken);
        var name = body.RequiredText("name", "the action's name");
        var details = await manager.GetTaskAsync(new TaskId(body.RequiredId("task_id")), cancellationToken);
        return details.Actions.Any(action => action.Name == name)
            ? Json(Ok)
            : throw new RequestRefusedException(new Refusal(ErrorCode.ActionNotRun, $"The task has not run an action named '{name}'.", "name"));
    }

    private static async Task<IResult> DownloadWorkspaceAsync(IPipelineManager manager, string? task_id, string? name, CancellationToken cancellationToken)
    {
        var (task, action) = (Task(task_id), Parameter.Required(name, "name", "the action's name"));
        return Results.Stream(await manager.OpenWorkspaceAsync(task, action, cancellationToken), "application/octet-stream", $"{task}.{action}.tar.gz");
    }

    private static async Task<IResult> DeleteWorkspacesAsync(IPipelineManager manager, IOptions<LitePipelineApiOptions> options, HttpRequest request, CancellationToken cancellationToken)
    {
        var body = await JsonBody.ReadAsync(request, options.Value.MaxJsonSize, cancellationToken);
        var failed = await manager.DeleteWorkspacesAsync(body.RequiredTasks("task_ids"), cancellationToken);
        return Json(new WorkspacesDeletedAnswer([.. failed.Select(task => task.Value)]));
    }

    private static AppId App(string? value) => new(Parameter.RequiredId(value, "app_id"));

    private static TaskId Task(string? value) => new(Parameter.RequiredId(value, "task_id"));

    private static IResult Json<T>(T answer) => Results.Json(answer, ApiJsonContext.Default);
}
