using LitePipeline.AspNetCore.Api.Documents;
using LitePipeline.AspNetCore.Api.Payloads;
using LitePipeline.AspNetCore.Api.Requests;
using LitePipeline.AspNetCore.Users;
using LitePipeline.Core;
using LitePipeline.Core.Schedules;
using LitePipeline.Core.Storage;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.Options;

namespace LitePipeline.AspNetCore.Api.V1;

/// <summary>Schedules.</summary>
internal static class ScheduleEndpoints
{
    private static readonly string[] Changeable = ["name", "source", "source_id", "input", "timing", "missed", "overlap", "enabled"];
    private static readonly string[] Whole = ["name*", "source*", "source_id*", .. Changeable[3..]];

    public static void Map(RouteGroupBuilder group)
    {
        group.MapPost(Routes.V1.Schedules, CreateAsync).ForOperators().TakesJson([.. Whole, "id"]).TakesIdempotencyKey().Answers<CreatedPayload>(StatusCodes.Status201Created).WithSummary("Adds a schedule.");
        group.MapGet(Routes.V1.Schedules, ListAsync).ForViewers().Answers<PagePayload<ScheduleRecord>>().WithSummary("Lists schedules, newest first.");
        group.MapGet(Routes.V1.Schedule, InfoAsync).ForViewers().Answers<ScheduleDetails>().WithSummary("Describes a schedule and what it is about to do.");
        group.MapPut(Routes.V1.Schedule, ReplaceAsync).ForOperators().TakesJson(Whole).AnswersNothing().WithSummary("Replaces a schedule: what is not given becomes what it is by default.");
        group.MapPatch(Routes.V1.Schedule, ChangeAsync).ForOperators().TakesJson(Changeable).AnswersNothing().WithSummary("Changes a schedule: what is not given stays.");
        group.MapDelete(Routes.V1.Schedule, DeleteAsync).ForOperators().AnswersNothing().WithSummary("Removes a schedule; what it started goes on.");
    }

    private static async Task<IResult> CreateAsync(IPipelineManager manager, IOptions<LitePipelineApiOptions> options, HttpContext context, CancellationToken cancellationToken)
    {
        var body = await JsonBody.ReadAsync(context.Request, options.Value.MaxJsonSize, cancellationToken);
        ScheduleId? id = IdempotencyKey.Id(context, "schedule", body) is { } chosen ? new ScheduleId(chosen) : null;
        return Answers.Created(context, Routes.V1.Schedule, (await manager.CreateScheduleAsync(ScheduleReader.Read(body, null), id, cancellationToken)).Value);
    }

    private static async Task<IResult> ListAsync(
        IPipelineManager manager, [AsParameters] Paging paging, string? id, string? source_id, string? name, string? enabled, CancellationToken cancellationToken) =>
        Answers.Json(paging.Answer(await manager.ListSchedulesAsync(new ScheduleQuery
        {
            Offset = paging.Offset,
            Limit = paging.Limit,
            After = paging.After,
            OldestFirst = paging.OldestFirst,
            Id = Parameter.OptionalId(id, "id") is { } schedule ? new ScheduleId(schedule) : null,
            SourceId = Parameter.OptionalId(source_id, "source_id"),
            Name = Parameter.Text(name),
            Enabled = Parameter.OptionalFlag(enabled, "enabled"),
        }, cancellationToken), schedule => schedule.Sequence));

    private static async Task<IResult> InfoAsync(IPipelineManager manager, string id, CancellationToken cancellationToken) =>
        Answers.Json(await manager.GetScheduleAsync(Schedule(id), cancellationToken));

    private static async Task<IResult> ReplaceAsync(IPipelineManager manager, IOptions<LitePipelineApiOptions> options, HttpRequest request, string id, CancellationToken cancellationToken)
    {
        var schedule = Schedule(id);
        var body = await JsonBody.ReadAsync(request, options.Value.MaxJsonSize, cancellationToken);
        await manager.UpdateScheduleAsync(schedule, ScheduleReader.Read(body, null), cancellationToken);
        return Results.NoContent();
    }

    private static async Task<IResult> ChangeAsync(IPipelineManager manager, UpdateTurns turns, IOptions<LitePipelineApiOptions> options, HttpRequest request, string id, CancellationToken cancellationToken)
    {
        var schedule = Schedule(id);
        var body = await JsonBody.ReadAsync(request, options.Value.MaxJsonSize, cancellationToken);
        body.RequireAny(Changeable);
        using var turn = await turns.EnterAsync(cancellationToken);
        var current = (await manager.GetScheduleAsync(schedule, cancellationToken)).Schedule;
        await manager.UpdateScheduleAsync(schedule, ScheduleReader.Read(body, ScheduleReader.Of(current)), cancellationToken);
        return Results.NoContent();
    }

    private static async Task<IResult> DeleteAsync(IPipelineManager manager, string id, CancellationToken cancellationToken)
    {
        await manager.DeleteScheduleAsync(Schedule(id), cancellationToken);
        return Results.NoContent();
    }

    private static ScheduleId Schedule(string value) => new(Parameter.RequiredId(value, "id"));
}
