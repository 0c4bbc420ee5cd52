using LitePipeline.AspNetCore.Api.Documents;
using LitePipeline.AspNetCore.Api.Payloads;
using LitePipeline.AspNetCore.Api.Requests;
using LitePipeline.AspNetCore.Users;
using LitePipeline.Core;
using LitePipeline.Core.Actions;
using LitePipeline.Core.Applications;
using LitePipeline.Core.Services;
using LitePipeline.Core.Storage;
using LitePipeline.Core.Tasks;
using LitePipeline.Core.Works;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.Options;

namespace LitePipeline.AspNetCore.Api.Compatible;

/// <summary>Tasks.</summary>
internal static class TaskEndpoints
{
    public static void Map(RouteGroupBuilder group)
    {
        group.MapPost(Routes.Compatible.TaskCreate, CreateAsync).ForOperators().TakesJson("task_name*", "app_id*", "input_data", "priority").Answers<TaskCreatedAnswer>().WithSummary("Accepts a task.");
        group.MapGet(Routes.Compatible.TaskList, ListAsync).ForViewers().Answers<TaskListAnswer>().WithSummary("Lists tasks, newest first.");
        group.MapGet(Routes.Compatible.TaskInfo, InfoAsync).ForViewers().Answers<TaskInfoAnswer>().WithSummary("Describes a task, and what of it runs.");
        group.MapDelete(Routes.Compatible.TaskDelete, DeleteAsync).ForOperators().Answers<OkAnswer>().WithSummary("Removes a finished task and its workspaces.");
        group.MapPut(Routes.Compatible.TaskRerun, RerunAsync).ForOperators().TakesJson("task_id*").Answers<OkAnswer>().WithSummary("Runs a finished task anew, all of it, under the same id.");
        group.MapPut(Routes.Compatible.TaskRecover, RecoverAsync).ForOperators().TakesJson("task_id*").Answers<OkAnswer>().WithSummary("Runs again what of a finished task has not succeeded.");
        group.MapPut(Routes.Compatible.TaskStop, StopAsync).ForOperators().TakesJson("task_id*", "signal").Answers<OkAnswer>().WithSummary("Stops a task by a signal.");
    }

    private static async Task<IResult> CreateAsync(IPipelineManager manager, IOptions<LitePipelineApiOptions> options, HttpRequest request, CancellationToken cancellationToken)
    {
        var body = await JsonBody.ReadAsync(request, options.Value.MaxJsonSize, cancellationToken);
        var name = body.RequiredText("task_name", "the task's name");
        var submission = new SubmitTaskRequest(new AppId(body.RequiredId("app_id")), name, body.Object("input_data", JsonData.EmptyObject), body.Whole("priority", 0));
        return Answers.Json(new TaskCreatedAnswer((await manager.SubmitTaskAsync(submission, cancellationToken)).Value));
    }

    private static async Task<IResult> ListAsync(
        IPipelineManager manager, [AsParameters] ListRange range, string? task_id, string? app_id, string? work_id, string? service_id, string? name, string? stage, string? status, CancellationToken cancellationToken)
    {
        var page = await manager.ListTasksAsync(new TaskQuery
        {
            Offset = range.Offset,
            Limit = range.Limit,
            Id = Parameter.OptionalId(task_id, "task_id") is { } task ? new TaskId(task) : null,
            Application = Parameter.OptionalId(app_id, "app_id") is { } app ? new AppId(app) : null,
            Work = Parameter.OptionalId(work_id, "work_id") is { } work ? new WorkId(work) : null,
            Service = Parameter.OptionalId(service_id, "service_id") is { } service ? new ServiceId(service) : null,
            Name = Parameter.Text(name),
            Stage = Parameter.OneOf<RunStage>(stage, "stage"),
            Status = Parameter.OneOf<RunStatus>(status, "status"),
        }, cancellationToken);
        var actions = page.Items.Count == 0 ? new Page<ActionRecord>([], 0) : await manager.ListActionsAsync(new ActionQuery { Tasks = [.. page.Items.Select(task => task.Id)] }, cancellationToken);
        var byTask = actions.Items.ToLookup(action => action.Task);
        return Answers.Json(new TaskListAnswer([.. page.Items.Select(task => Rows.Of(task, byTask[task.Id]))], page.Total, range.Offset, range.Limit));
    }

    private static async Task<IResult> InfoAsync(IPipelineManager manager, string? task_id, CancellationToken cancellationToken)
    {
        var details = await manager.GetTaskAsync(Task(task_id), cancellationToken);
        return Answers.Json(new TaskInfoAnswer(Rows.Of(details.Task, details.Actions), Rows.Running(details), Rows.Unplaceable(details)));
    }

    private static async Task<IResult> DeleteAsync(IPipelineManager manager, string? task_id, CancellationToken cancellationToken)
    {
        await manager.DeleteTaskAsync(Task(task_id), cancellationToken);
        return Answers.Ok();
    }

    private static async Task<IResult> RerunAsync(IPipelineManager manager, IOptions<LitePipelineApiOptions> options, HttpRequest request, CancellationToken cancellationToken)
    {
        var body = await JsonBody.ReadAsync(request, options.Value.MaxJsonSize, cancellationToken);
        await manager.RerunTaskAsync(new TaskId(body.RequiredId("task_id")), cancellationToken);
        return Answers.Ok();
    }

    private static async Task<IResult> RecoverAsync(IPipelineManager manager, IOptions<LitePipelineApiOptions> options, HttpRequest request, CancellationToken cancellationToken)
    {
        var body = await JsonBody.ReadAsync(request, options.Value.MaxJsonSize, cancellationToken);
        await manager.RecoverTaskAsync(new TaskId(body.RequiredId("task_id")), cancellationToken);
        return Answers.Ok();
    }

    private static async Task<IResult> StopAsync(IPipelineManager manager, IOptions<LitePipelineApiOptions> options, HttpRequest request, CancellationToken cancellationToken)
    {
        var body = await JsonBody.ReadAsync(request, options.Value.MaxJsonSize, cancellationToken);
        await manager.StopTaskAsync(new TaskId(body.RequiredId("task_id")), body.Signal("signal"), cancellationToken);
        return Answers.Ok();
    }

    private static TaskId Task(string? value) => new(Parameter.RequiredId(value, "task_id"));
}
