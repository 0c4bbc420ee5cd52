using System.Net.ServerSentEvents;
using System.Runtime.CompilerServices;
using System.Text.Json;
using System.Threading.Channels;
using LitePipeline.AspNetCore.Api.Payloads;
using LitePipeline.AspNetCore.Api.Refusals;
using LitePipeline.AspNetCore.Api.Requests;
using LitePipeline.Core;
using LitePipeline.Core.Applications;
using LitePipeline.Core.Events;
using LitePipeline.Core.Storage;
using LitePipeline.Core.Tasks;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.Options;

namespace LitePipeline.AspNetCore.Api;

/// <summary>Our own routes: status codes that mean something, problem details, live events and logs.</summary>
internal static class V1Endpoints
{
    public static void Map(RouteGroupBuilder routes)
    {
        var group = routes.MapGroup("").AddEndpointFilter<ProblemRefusals>().AddEndpointFilter<LoopbackGuard>().WithTags("v1");
        group.MapGet(Routes.V1.Cluster, async (IPipelineManager manager, CancellationToken cancellationToken) => Json(await manager.GetClusterAsync(cancellationToken))).WithSummary("Describes the cluster.");
        group.MapGet(Routes.V1.Events, Events).WithSummary("Tells what happens as server-sent events; task names one task.");
        group.MapPost(Routes.V1.Applications, CreateApplicationAsync).WithSummary("Creates an application from a package, as multipart form data.");
        group.MapGet(Routes.V1.Applications, ListApplicationsAsync).WithSummary("Lists applications, newest first.");
        group.MapGet(Routes.V1.Application, async (IPipelineManager manager, string id, CancellationToken cancellationToken) => Json(await manager.GetApplicationAsync(App(id), cancellationToken))).WithSummary("Describes an application.");
        group.MapGet(Routes.V1.Package, PackageAsync).WithSummary("Downloads an application's package.");
        group.MapDelete(Routes.V1.Application, DeleteApplicationAsync).WithSummary("Removes an application.");
        group.MapPost(Routes.V1.Tasks, SubmitAsync).WithSummary("Accepts a task.");
        group.MapGet(Routes.V1.Tasks, ListTasksAsync).WithSummary("Lists tasks, newest first.");
        group.MapGet(Routes.V1.Task, async (IPipelineManager manager, string id, CancellationToken cancellationToken) => Json(await manager.GetTaskAsync(Task(id), cancellationToken))).WithSummary("Describes a task with its actions.");
        group.MapGet(Routes.V1.TaskWait, WaitAsync).WithSummary("Waits for a task's end, or for so many seconds, and describes it.");
        group.MapPost(Routes.V1.TaskStop, StopAsync).WithSummary("Stops a task.");
        group.MapDelete(Routes.V1.Task, DeleteTaskAsync).WithSummary("Removes a finished task.");
        group.MapPost(Routes.V1.ActionQuery, ListActionsAsync).WithSummary("Lists actions of tasks.");
        group.MapGet(Routes.V1.ActionLog, LogAsync).WithSummary("Streams an action's output from a byte on; follow=true until it has ended.");
        group.MapGet(Routes.V1.ActionWorkspace, WorkspaceAsync).WithSummary("Downloads an action's workspace.");
        group.MapPost(Routes.V1.WorkspaceDelete, DeleteWorkspacesAsync).WithSummary("Removes the workspaces of finished tasks.");
    }

    private static ServerSentEventsResult<string> Events(IPipelineManager manager, IOptions<LitePipelineApiOptions> options, TimeProvider time, HttpContext context, string? task)
    {
        var about = Parameter.OptionalId(task, "task") is { } id ? new TaskId(id) : (TaskId?)null;
        return TypedResults.ServerSentEvents(ReadAsync(manager, about, options.Value.KeepAliveInterval, time, context.RequestAborted));
    }

    private static async IAsyncEnumerable<SseItem<string>> ReadAsync(
        IPipelineManager manager, TaskId? about, TimeSpan keepAlive, TimeProvider time, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var buffer = Channel.CreateBounded<PipelineEvent>(new BoundedChannelOptions(10_000) { FullMode = BoundedChannelFullMode.DropOldest });
        using var subscription = manager.Events.Subscribe(new ToChannel(buffer.Writer, about));
        // The first item tells the caller that from here on nothing is missed.
        yield return new SseItem<string>("", "subscribed");
        while (true)
        {
            var more = buffer.Reader.WaitToReadAsync(cancellationToken).AsTask();
            var alive = await System.Threading.Tasks.Task.WhenAny(more, System.Threading.Tasks.Task.Delay(keepAlive, time, cancellationToken)) == more;
            if (!alive)
            {
                yield return new SseItem<string>("", "alive");
                continue;
            }

            if (!await more) yield break;
            while (buffer.Reader.TryRead(out var happened))
                yield return new SseItem<string>(JsonSerializer.Serialize(happened, ApiJsonContext.Default.PipelineEvent), "event");
        }
    }

    private static async Task<IResult> CreateApplicationAsync(IPipelineManager manager, IOptions<LitePipelineApiOptions> options, HttpRequest request, CancellationToken cancellationToken)
    {
        await using var upload = await PackageUpload.ReadAsync(request, options.Value, cancellationToken);
        var id = await manager.CreateApplicationAsync(upload.ToRequest(), upload.Content, cancellationToken);
        request.HttpContext.Response.Headers.Location = Routes.V1.Of(id);
        return Json(new CreatedPayload(id.Value), StatusCodes.Status201Created);
    }

    private static async Task<IResult> ListApplicationsAsync(IPipelineManager manager, string? offset, string? limit, string? name, string? id, CancellationToken cancellationToken) =>
        Json(await manager.ListApplicationsAsync(new ApplicationQuery
        {
            Offset = Parameter.Count(offset, "offset"),
            Limit = Parameter.Count(limit, "limit"),
            Name = string.IsNullOrEmpty(name) ? null : name,
            Id = Parameter.OptionalId(id, "id") is { } app ? new AppId(app) : null,
        }, cancellationToken));

    private static async Task<IResult> PackageAsync(IPipelineManager manager, string id, string? sha1, CancellationToken cancellationToken)
    {
        var package = await manager.OpenPackageAsync(App(id), string.IsNullOrEmpty(sha1) ? null : sha1, cancellationToken);
        return Results.Stream(package.Content, "application/octet-stream", $"{id}{package.Package.Extension}");
    }

    private static async Task<IResult> DeleteApplicationAsync(IPipelineManager manager, string id, CancellationToken cancellationToken)
    {
        await manager.DeleteApplicationAsync(App(id), cancellationToken);
        return Results.NoContent();
    }

    private static async Task<IResult> SubmitAsync(IPipelineManager manager, IOptions<LitePipelineApiOptions> options, HttpRequest request, CancellationToken cancellationToken)
    {
        var body = await JsonBody.ReadAsync(request, options.Value.MaxJsonSize, cancellationToken);
        var name = body.RequiredText("name", "the task's name");
        var id = await manager.SubmitTaskAsync(new SubmitTaskRequest(new AppId(body.RequiredId("application")), name, body.Object("input")), cancellationToken);
        request.HttpContext.Response.Headers.Location = Routes.V1.Of(id);
        return Json(new CreatedPayload(id.Value), StatusCodes.Status201Created);
    }

    private static async Task<IResult> ListTasksAsync(
        IPipelineManager manager, string? offset, string? limit, string? id, string? application, string? name, string? stage, string? status, CancellationToken cancellationToken) =>
        Json(await manager.ListTasksAsync(new TaskQuery
        {
            Offset = Parameter.Count(offset, "offset"),
            Limit = Parameter.Count(limit, "limit"),
            Id = Parameter.OptionalId(id, "id") is { } task ? new TaskId(task) : null,
            Application = Parameter.OptionalId(application, "application") is { } app ? new AppId(app) : null,
            Name = string.IsNullOrEmpty(name) ? null : name,
            Stage = Parameter.OneOf<RunStage>(stage, "stage"),
            Status = Parameter.OneOf<RunStatus>(status, "status"),
        }, cancellationToken));

    private static async Task<IResult> WaitAsync(IPipelineManager manager, IOptions<LitePipelineApiOptions> options, TimeProvider time, string id, string? timeout, CancellationToken cancellationToken)
    {
        var task = Task(id);
        using var limit = new CancellationTokenSource(Parameter.Seconds(timeout, "timeout", options.Value.MaxWait, options.Value.MaxWait), time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(limit.Token, cancellationToken);
        try
        {
            return Json(await manager.WaitForTaskAsync(task, either.Token));
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            return Json(await manager.GetTaskAsync(task, cancellationToken));
        }
    }

    private static async Task<IResult> StopAsync(IPipelineManager manager, string id, string? signal, CancellationToken cancellationToken)
    {
        await manager.StopTaskAsync(Task(id), Parameter.Signal(signal, "signal"), cancellationToken);
        return Results.NoContent();
    }

    private static async Task<IResult> DeleteTaskAsync(IPipelineManager manager, string id, CancellationToken cancellationToken)
    {
        await manager.DeleteTaskAsync(Task(id), cancellationToken);
        return Results.NoContent();
    }

    private static async Task<IResult> ListActionsAsync(IPipelineManager manager, IOptions<LitePipelineApiOptions> options, HttpRequest request, CancellationToken cancellationToken)
    {
        var body = await JsonBody.ReadAsync(request, options.Value.MaxJsonSize, cancellationToken);
        return Json(await manager.ListActionsAsync(new ActionQuery
        {
            Tasks = body.RequiredTasks("tasks"),
            Name = body.Text("name"),
            Stage = Parameter.OneOf<RunStage>(body.Text("stage"), "stage"),
            Offset = body.Count("offset"),
            Limit = body.Count("limit"),
        }, cancellationToken));
    }

    private static async Task<IResult> LogAsync(IPipelineManager manager, string id, string name, string? offset, string? follow, CancellationToken cancellationToken)
    {
        var log = await manager.OpenLogAsync(Task(id), name, Parameter.ByteOffset(offset, "offset"), Parameter.Flag(follow, "follow"), attempt: null, cancellationToken);
        return Results.Stream(log, "text/plain; charset=utf-8");
    }

    private static async Task<IResult> WorkspaceAsync(IPipelineManager manager, string id, string name, CancellationToken cancellationToken) =>
        Results.Stream(await manager.OpenWorkspaceAsync(Task(id), name, cancellationToken), "application/octet-stream", $"{id}.{name}.tar.gz");

    private static async Task<IResult> DeleteWorkspacesAsync(IPipelineManager manager, IOptions<LitePipelineApiOptions> options, HttpRequest request, CancellationToken cancellationToken)
    {
        var body = await JsonBody.ReadAsync(request, options.Value.MaxJsonSize, cancellationToken);
        return Json(new DeletedWorkspacesPayload(await manager.DeleteWorkspacesAsync(body.RequiredTasks("tasks"), cancellationToken)));
    }

    private static AppId App(string value) => new(Parameter.RequiredId(value, "id"));

    private static TaskId Task(string value) => new(Parameter.RequiredId(value, "id"));

    private static IResult Json<T>(T answer, int status = StatusCodes.Status200OK) => Results.Json(answer, ApiJsonContext.Default, statusCode: status);

    private sealed class ToChannel(ChannelWriter<PipelineEvent> writer, TaskId? about) : IObserver<PipelineEvent>
    {
        public void OnCompleted() => writer.TryComplete();

        public void OnError(Exception error) => writer.TryComplete(error);

        public void OnNext(PipelineEvent value)
        {
            if (about is null || value.About == about) writer.TryWrite(value);
        }
    }
}
