using LitePipeline.AspNetCore.Api.Documents;
using LitePipeline.AspNetCore.Api.Payloads;
using LitePipeline.AspNetCore.Api.Requests;
using LitePipeline.AspNetCore.Users;
using LitePipeline.Core;
using LitePipeline.Core.Storage;
using LitePipeline.Core.Tasks;
using LitePipeline.Core.Workflows;
using LitePipeline.Core.Works;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.Options;

namespace LitePipeline.AspNetCore.Api.Compatible;

/// <summary>Works.</summary>
internal static class WorkEndpoints
{
    public static void Map(RouteGroupBuilder group)
    {
        group.MapPost(Routes.Compatible.WorkCreate, CreateAsync).ForOperators().TakesJson("name*", "workflow_id*", "input_data").Answers<WorkCreatedAnswer>().WithSummary("Accepts a work of an enabled workflow.");
        group.MapGet(Routes.Compatible.WorkList, ListAsync).ForViewers().Answers<WorkListAnswer>().WithSummary("Lists works, newest first.");
        group.MapGet(Routes.Compatible.WorkInfo, InfoAsync).ForViewers().Answers<WorkInfoAnswer>().WithSummary("Describes a work with its applications.");
        group.MapDelete(Routes.Compatible.WorkDelete, DeleteAsync).ForOperators().Answers<OkAnswer>().WithSummary("Removes a finished work; its tasks stay.");
        group.MapPut(Routes.Compatible.WorkRerun, RerunAsync).ForOperators().TakesJson("work_id*").Answers<OkAnswer>().WithSummary("Runs a finished work anew, all of it, under the same id.");
        group.MapPut(Routes.Compatible.WorkRecover, RecoverAsync).ForOperators().TakesJson("work_id*").Answers<OkAnswer>().WithSummary("Runs again what of a finished work has not succeeded.");
        group.MapPut(Routes.Compatible.WorkStop, StopAsync).ForOperators().TakesJson("work_id*", "signal").Answers<OkAnswer>().WithSummary("Stops a work: no more of it starts, its tasks get the signal.");
    }

    private static async Task<IResult> CreateAsync(IPipelineManager manager, IOptions<LitePipelineApiOptions> options, HttpRequest request, CancellationToken cancellationToken)
    {
        var body = await JsonBody.ReadAsync(request, options.Value.MaxJsonSize, cancellationToken);
        var name = body.RequiredText("name", "the work's name");
        var work = new CreateWorkRequest(new WorkflowId(body.RequiredId("workflow_id")), name, body.Object("input_data", JsonData.EmptyObject));
        return Answers.Json(new WorkCreatedAnswer((await manager.CreateWorkAsync(work, cancellationToken)).Value));
    }

    private static async Task<IResult> ListAsync(
        IPipelineManager manager, [AsParameters] ListRange range, string? work_id, string? workflow_id, string? name, string? stage, string? status, CancellationToken cancellationToken)
    {
        var page = await manager.ListWorksAsync(new WorkQuery
        {
            Offset = range.Offset,
            Limit = range.Limit,
            Id = Parameter.OptionalId(work_id, "work_id") is { } work ? new WorkId(work) : null,
            Workflow = Parameter.OptionalId(workflow_id, "workflow_id") is { } workflow ? new WorkflowId(workflow) : null,
            Name = Parameter.Text(name),
            Stage = Parameter.OneOf<RunStage>(stage, "stage"),
            Status = Parameter.OneOf<RunStatus>(status, "status"),
        }, cancellationToken);
        var steps = page.Items.Count == 0 ? new Page<WorkStepRecord>([], 0) : await manager.ListWorkStepsAsync(new WorkStepQuery { Works = [.. page.Items.Select(work => work.Id)] }, cancellationToken);
        var byWork = steps.Items.ToLookup(step => step.Work);
        return Answers.Json(new WorkListAnswer([.. page.Items.Select(work => Rows.Of(work, byWork[work.Id]))], page.Total, range.Offset, range.Limit));
    }

    private static async Task<IResult> InfoAsync(IPipelineManager manager, string? work_id, CancellationToken cancellationToken)
    {
        var details = await manager.GetWorkAsync(Work(work_id), cancellationToken);
        return Answers.Json(new WorkInfoAnswer(Rows.Of(details.Work, details.Steps)));
    }

    private static async Task<IResult> DeleteAsync(IPipelineManager manager, string? work_id, CancellationToken cancellationToken)
    {
        await manager.DeleteWorkAsync(Work(work_id), cancellationToken);
        return Answers.Ok();
    }

    private static async Task<IResult> RerunAsync(IPipelineManager manager, IOptions<LitePipelineApiOptions> options, HttpRequest request, CancellationToken cancellationToken)
    {
        var body = await JsonBody.ReadAsync(request, options.Value.MaxJsonSize, cancellationToken);
        await manager.RerunWorkAsync(new WorkId(body.RequiredId("work_id")), cancellationToken);
        return Answers.Ok();
    }

    private static async Task<IResult> RecoverAsync(IPipelineManager manager, IOptions<LitePipelineApiOptions> options, HttpRequest request, CancellationToken cancellationToken)
    {
        var body = await JsonBody.ReadAsync(request, options.Value.MaxJsonSize, cancellationToken);
        await manager.RecoverWorkAsync(new WorkId(body.RequiredId("work_id")), cancellationToken);
        return Answers.Ok();
    }

    private static async Task<IResult> StopAsync(IPipelineManager manager, IOptions<LitePipelineApiOptions> options, HttpRequest request, CancellationToken cancellationToken)
    {
        var body = await JsonBody.ReadAsync(request, options.Value.MaxJsonSize, cancellationToken);
        await manager.StopWorkAsync(new WorkId(body.RequiredId("work_id")), body.Signal("signal"), cancellationToken);
        return Answers.Ok();
    }

    private static WorkId Work(string? value) => new(Parameter.RequiredId(value, "work_id"));
}
