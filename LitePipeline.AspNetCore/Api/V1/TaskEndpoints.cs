using LitePipeline.AspNetCore.Api.Documents;
using LitePipeline.AspNetCore.Api.Payloads;
using LitePipeline.AspNetCore.Api.Requests;
using LitePipeline.AspNetCore.Users;
using LitePipeline.Core;
using LitePipeline.Core.Applications;
using LitePipeline.Core.Graph;
using LitePipeline.Core.Schedules;
using LitePipeline.Core.Services;
using LitePipeline.Core.Storage;
using LitePipeline.Core.Tasks;
using LitePipeline.Core.Works;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.Options;

namespace LitePipeline.AspNetCore.Api.V1;

/// <summary>Tasks.</summary>
internal static class TaskEndpoints
{
    public static void Map(RouteGroupBuilder group)
    {
        group.MapPost(Routes.V1.Tasks, SubmitAsync).ForOperators().TakesJson("application*", "name*", "input", "priority", "id").TakesIdempotencyKey().Answers<CreatedPayload>(StatusCodes.Status201Created).WithSummary("Accepts a task.");
        group.MapGet(Routes.V1.Tasks, ListAsync).ForViewers().Answers<PagePayload<TaskRecord>>().WithSummary("Lists tasks, newest first.");
        group.MapGet(Routes.V1.Task, InfoAsync).ForViewers().Answers<TaskDetails>().WithSummary("Describes a task with its actions.")
            .WithDescription("With actions=false its actions are left out, and the answer is small however many they are.");
        group.MapGet(Routes.V1.TaskGraph, GraphAsync).ForViewers().Answers<TaskGraphView>().WithSummary("Describes a task as a graph: all of its actions, those that have not run included, what each waits for, and every attempt.")
            .WithDescription("The events 'action_started', 'action_finished', 'action_retried', 'action_requeued' and 'action_resumed' carry all that changes in it, but for the actions that one has generated: then ask again.");
        group.MapGet(Routes.V1.TaskWait, WaitAsync).ForViewers().Answers<TaskDetails>().WithSummary("Waits for a task's end, or for so many seconds, and describes it.");
        group.MapPost(Routes.V1.TaskStop, StopAsync).ForOperators().AnswersNothing().WithSummary("Stops a task: what waits is dropped, what runs gets the signal.");
        group.MapPost(Routes.V1.TaskRerun, RerunAsync).ForOperators().AnswersNothing().WithSummary("Runs a finished task anew, all of it, under the same id, with the application's current version.");
        group.MapPost(Routes.V1.TaskRecover, RecoverAsync).ForOperators().AnswersNothing().WithSummary("Runs again what of a finished task has not succeeded; results and generated actions are kept.");
        group.MapDelete(Routes.V1.Task, DeleteAsync).ForOperators().AnswersNothing().WithSummary("Removes a finished task and its workspaces.");
    }

    private static async Task<IResult> SubmitAsync(IPipelineManager manager, IOptions<LitePipelineApiOptions> options, HttpContext context, CancellationToken cancellationToken)
    {
        var body = await JsonBody.ReadAsync(context.Request, options.Value.MaxJsonSize, cancellationToken);
        var name = body.RequiredText("name", "the task's name");
        var id = await manager.SubmitTaskAsync(new SubmitTaskRequest(new AppId(body.RequiredId("application")), name, body.Object("input", JsonData.EmptyObject), body.Whole("priority", 0))
        {
            Id = IdempotencyKey.Id(context, "task", body) is { } chosen ? new TaskId(chosen) : null,
        }, cancellationToken);
        return Answers.Created(context, Routes.V1.Task, id.Value);
    }

    private static async Task<IResult> ListAsync(
        IPipelineManager manager, [AsParameters] Paging paging, string? id, string? application, string? work, string? service, string? schedule, string? name, string? stage, string? status, CancellationToken cancellationToken) =>
        Answers.Json(paging.Answer(await manager.ListTasksAsync(new TaskQuery
        {
            Offset = paging.Offset,
            Limit = paging.Limit,
            After = paging.After,
            OldestFirst = paging.OldestFirst,
            Id = Parameter.OptionalId(id, "id") is { } task ? new TaskId(task) : null,
            Application = Parameter.OptionalId(application, "application") is { } app ? new AppId(app) : null,
            Work = Parameter.OptionalId(work, "work") is { } workId ? new WorkId(workId) : null,
            Service = Parameter.OptionalId(service, "service") is { } serviceId ? new ServiceId(serviceId) : null,
            Schedule = Parameter.OptionalId(schedule, "schedule") is { } scheduleId ? new ScheduleId(scheduleId) : null,
            Name = Parameter.Text(name),
            Stage = Parameter.OneOf<RunStage>(stage, "stage"),
            Status = Parameter.OneOf<RunStatus>(status, "status"),
        }, cancellationToken), task => task.Sequence));

    private static async Task<IResult> InfoAsync(IPipelineManager manager, string id, string? actions, CancellationToken cancellationToken) =>
        Answers.Json(await manager.GetTaskAsync(Task(id), Parameter.OptionalFlag(actions, "actions") ?? true, cancellationToken));

    private static async Task<IResult> GraphAsync(IPipelineManager manager, string id, CancellationToken cancellationToken) =>
        Answers.Json(await manager.GetTaskGraphAsync(Task(id), cancellationToken));

    private static async Task<IResult> WaitAsync(IPipelineManager manager, IOptions<LitePipelineApiOptions> options, TimeProvider time, string id, string? timeout, CancellationToken cancellationToken)
    {
        var (task, limit) = (Task(id), Parameter.Seconds(timeout, "timeout", options.Value.MaxWait, options.Value.MaxWait));
        return Answers.Json(await LimitedWait.ForAsync(
            limit, time, token => manager.WaitForTaskAsync(task, token), () => manager.GetTaskAsync(task, cancellationToken), cancellationToken));
    }

    private static async Task<IResult> StopAsync(IPipelineManager manager, string id, string? signal, CancellationToken cancellationToken)
    {
        await manager.StopTaskAsync(Task(id), Parameter.Signal(signal, "signal"), cancellationToken);
        return Results.NoContent();
    }

    private static async Task<IResult> RerunAsync(IPipelineManager manager, string id, CancellationToken cancellationToken)
    {
        await manager.RerunTaskAsync(Task(id), cancellationToken);
        return Results.NoContent();
    }

    private static async Task<IResult> RecoverAsync(IPipelineManager manager, string id, CancellationToken cancellationToken)
    {
        await manager.RecoverTaskAsync(Task(id), cancellationToken);
        return Results.NoContent();
    }

    private static async Task<IResult> DeleteAsync(IPipelineManager manager, string id, CancellationToken cancellationToken)
    {
        await manager.DeleteTaskAsync(Task(id), cancellationToken);
        return Results.NoContent();
    }

    private static TaskId Task(string value) => new(Parameter.RequiredId(value, "id"));
}
