using LitePipeline.AspNetCore.Api.Documents;
using LitePipeline.AspNetCore.Api.Payloads;
using LitePipeline.AspNetCore.Api.Requests;
using LitePipeline.AspNetCore.Users;
using LitePipeline.Core;
using LitePipeline.Core.Schedules;
using LitePipeline.Core.Storage;
using LitePipeline.Core.Tasks;
using LitePipeline.Core.Workflows;
using LitePipeline.Core.Works;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.Options;

namespace LitePipeline.AspNetCore.Api.V1;

/// <summary>Works.</summary>
internal static class WorkEndpoints
{
    public static void Map(RouteGroupBuilder group)
    {
        group.MapPost(Routes.V1.Works, CreateAsync).ForOperators().TakesJson("workflow*", "name*", "input", "id").TakesIdempotencyKey().Answers<CreatedPayload>(StatusCodes.Status201Created).WithSummary("Accepts a work of an enabled workflow.");
        group.MapGet(Routes.V1.Works, ListAsync).ForViewers().Answers<PagePayload<WorkRecord>>().WithSummary("Lists works, newest first.");
        group.MapGet(Routes.V1.Work, InfoAsync).ForViewers().Answers<WorkDetails>().WithSummary("Describes a work with its applications.");
        group.MapGet(Routes.V1.WorkWait, WaitAsync).ForViewers().Answers<WorkDetails>().WithSummary("Waits for a work's end, or for so many seconds, and describes it.");
        group.MapPost(Routes.V1.WorkStop, StopAsync).ForOperators().AnswersNothing().WithSummary("Stops a work: no more of it starts, its tasks get the signal.");
        group.MapPost(Routes.V1.WorkRerun, RerunAsync).ForOperators().AnswersNothing().WithSummary("Runs a finished work anew, all of it, under the same id, with new tasks.");
        group.MapPost(Routes.V1.WorkRecover, RecoverAsync).ForOperators().AnswersNothing().WithSummary("Runs again what of a finished work has not succeeded.");
        group.MapDelete(Routes.V1.Work, DeleteAsync).ForOperators().AnswersNothing().WithSummary("Removes a finished work; its tasks stay.");
        group.MapPost(Routes.V1.StepQuery, StepsAsync).ForViewers().TakesJson("works*", "offset", "limit").Answers<Page<WorkStepRecord>>()
            .WithSummary("Lists the applications of works, by work in the order in which they were started.").WithDescription("A query with a body, as the works may be many.");
    }

    private static async Task<IResult> CreateAsync(IPipelineManager manager, IOptions<LitePipelineApiOptions> options, HttpContext context, CancellationToken cancellationToken)
    {
        var body = await JsonBody.ReadAsync(context.Request, options.Value.MaxJsonSize, cancellationToken);
        var name = body.RequiredText("name", "the work's name");
        var work = new CreateWorkRequest(new WorkflowId(body.RequiredId("workflow")), name, body.Object("input", JsonData.EmptyObject))
        {
            Id = IdempotencyKey.Id(context, "work", body) is { } id ? new WorkId(id) : null,
        };
        return Answers.Created(context, Routes.V1.Work, (await manager.CreateWorkAsync(work, cancellationToken)).Value);
    }

    private static async Task<IResult> ListAsync(
        IPipelineManager manager, [AsParameters] Paging paging, string? id, string? workflow, string? schedule, string? name, string? stage, string? status, CancellationToken cancellationToken) =>
        Answers.Json(paging.Answer(await manager.ListWorksAsync(new WorkQuery
        {
            Offset = paging.Offset,
            Limit = paging.Limit,
            After = paging.After,
            OldestFirst = paging.OldestFirst,
            Id = Parameter.OptionalId(id, "id") is { } work ? new WorkId(work) : null,
            Workflow = Parameter.OptionalId(workflow, "workflow") is { } workflowId ? new WorkflowId(workflowId) : null,
            Schedule = Parameter.OptionalId(schedule, "schedule") is { } scheduleId ? new ScheduleId(scheduleId) : null,
            Name = Parameter.Text(name),
            Stage = Parameter.OneOf<RunStage>(stage, "stage"),
            Status = Parameter.OneOf<RunStatus>(status, "status"),
        }, cancellationToken), work => work.Sequence));

    private static async Task<IResult> InfoAsync(IPipelineManager manager, string id, CancellationToken cancellationToken) =>
        Answers.Json(await manager.GetWorkAsync(Work(id), cancellationToken));

    private static async Task<IResult> WaitAsync(IPipelineManager manager, IOptions<LitePipelineApiOptions> options, TimeProvider time, string id, string? timeout, CancellationToken cancellationToken)
    {
        var (work, limit) = (Work(id), Parameter.Seconds(timeout, "timeout", options.Value.MaxWait, options.Value.MaxWait));
        return Answers.Json(await LimitedWait.ForAsync(
            limit, time, token => manager.WaitForWorkAsync(work, token), () => manager.GetWorkAsync(work, cancellationToken), cancellationToken));
    }

    private static async Task<IResult> StopAsync(IPipelineManager manager, string id, string? signal, CancellationToken cancellationToken)
    {
        await manager.StopWorkAsync(Work(id), Parameter.Signal(signal, "signal"), cancellationToken);
        return Results.NoContent();
    }

    private static async Task<IResult> RerunAsync(IPipelineManager manager, string id, CancellationToken cancellationToken)
    {
        await manager.RerunWorkAsync(Work(id), cancellationToken);
        return Results.NoContent();
    }

    private static async Task<IResult> RecoverAsync(IPipelineManager manager, string id, CancellationToken cancellationToken)
    {
        await manager.RecoverWorkAsync(Work(id), cancellationToken);
        return Results.NoContent();
    }

    private static async Task<IResult> DeleteAsync(IPipelineManager manager, string id, CancellationToken cancellationToken)
    {
        await manager.DeleteWorkAsync(Work(id), cancellationToken);
        return Results.NoContent();
    }

    private static async Task<IResult> StepsAsync(IPipelineManager manager, IOptions<LitePipelineApiOptions> options, HttpRequest request, CancellationToken cancellationToken)
    {
        var body = await JsonBody.ReadAsync(request, options.Value.MaxJsonSize, cancellationToken);
        return Answers.Json(await manager.ListWorkStepsAsync(new WorkStepQuery
        {
            Works = [.. body.RequiredIds("works").Select(id => new WorkId(id))],
            Offset = body.Count("offset"),
            Limit = body.Count("limit"),
        }, cancellationToken));
    }

    private static WorkId Work(string value) => new(Parameter.RequiredId(value, "id"));
}
