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

namespace LitePipeline.AspNetCore.Api.Compatible;

/// <summary>Schedules.</summary>
internal static class ScheduleEndpoints
{
    private static readonly string[] Changeable =
        ["schedule_name", "source", "source_id", "input_data", "minute", "hour", "day_of_month", "day_of_week", "enable", "cron", "time_zone", "start_at", "end_at", "missed", "overlap"];

    public static void Map(RouteGroupBuilder group)
    {
        group.MapPost(Routes.Compatible.ScheduleCreate, CreateAsync).ForOperators().TakesJson(["schedule_name*", "source*", "source_id*", .. Changeable[3..]]).Answers<ScheduleChangedAnswer>()
            .WithSummary("Adds a schedule, by the original's fields or by a cron expression.");
        group.MapPut(Routes.Compatible.ScheduleUpdate, UpdateAsync).ForOperators().TakesJson(["schedule_id*", .. Changeable]).Answers<ScheduleChangedAnswer>()
            .WithSummary("Changes a schedule: what is not given stays.");
        group.MapGet(Routes.Compatible.ScheduleList, ListAsync).ForViewers().Answers<ScheduleListAnswer>().WithSummary("Lists schedules, newest first.");
        group.MapGet(Routes.Compatible.ScheduleInfo, InfoAsync).ForViewers().Answers<ScheduleInfoAnswer>().WithSummary("Describes a schedule and what it is about to do.");
        group.MapDelete(Routes.Compatible.ScheduleDelete, DeleteAsync).ForOperators().Answers<OkAnswer>().WithSummary("Removes a schedule; what it started goes on.");
    }

    private static async Task<IResult> CreateAsync(IPipelineManager manager, IOptions<LitePipelineApiOptions> options, HttpRequest request, CancellationToken cancellationToken)
    {
        var body = await JsonBody.ReadAsync(request, options.Value.MaxJsonSize, cancellationToken);
        return Answers.Json(new ScheduleChangedAnswer((await manager.CreateScheduleAsync(ScheduleReader.ReadCompatible(body, null), null, cancellationToken)).Value));
    }

    private static async Task<IResult> UpdateAsync(IPipelineManager manager, UpdateTurns turns, IOptions<LitePipelineApiOptions> options, HttpRequest request, CancellationToken cancellationToken)
    {
        var body = await JsonBody.ReadAsync(request, options.Value.MaxJsonSize, cancellationToken);
        var schedule = new ScheduleId(body.RequiredId("schedule_id"));
        body.RequireAny(Changeable);
        using (await turns.EnterAsync(cancellationToken))
        {
            var current = (await manager.GetScheduleAsync(schedule, cancellationToken)).Schedule;
            await manager.UpdateScheduleAsync(schedule, ScheduleReader.ReadCompatible(body, ScheduleReader.Of(current)), cancellationToken);
        }

        return Answers.Json(new ScheduleChangedAnswer(schedule.Value));
    }

    private static async Task<IResult> ListAsync(
        IPipelineManager manager, [AsParameters] ListRange range, string? schedule_id, string? source_id, string? name, string? enable, CancellationToken cancellationToken)
    {
        var page = await manager.ListSchedulesAsync(new ScheduleQuery
        {
            Offset = range.Offset,
            Limit = range.Limit,
            Id = Parameter.OptionalId(schedule_id, "schedule_id") is { } schedule ? new ScheduleId(schedule) : null,
            SourceId = Parameter.OptionalId(source_id, "source_id"),
            Name = Parameter.Text(name),
            Enabled = Parameter.OptionalFlag(enable, "enable"),
        }, cancellationToken);
        return Answers.Json(new ScheduleListAnswer([.. page.Items.Select(Rows.Of)], page.Total, range.Offset, range.Limit));
    }

    private static async Task<IResult> InfoAsync(IPipelineManager manager, string? schedule_id, CancellationToken cancellationToken)
    {
        var (schedule, view) = await manager.GetScheduleAsync(Schedule(schedule_id), cancellationToken);
        var row = Rows.Of(schedule);
        return Answers.Json(new ScheduleInfoAnswer(row, schedule.Enabled ? Rows.Of(row, schedule.State, view) : null));
    }

    private static async Task<IResult> DeleteAsync(IPipelineManager manager, string? schedule_id, CancellationToken cancellationToken)
    {
        await manager.DeleteScheduleAsync(Schedule(schedule_id), cancellationToken);
        return Answers.Ok();
    }

    private static ScheduleId Schedule(string? value) => new(Parameter.RequiredId(value, "schedule_id"));
}
