using LitePipeline.AspNetCore.Api.Documents;
using LitePipeline.AspNetCore.Api.Payloads;
using LitePipeline.AspNetCore.Api.Requests;
using LitePipeline.AspNetCore.Users;
using LitePipeline.Core;
using LitePipeline.Core.Applications;
using LitePipeline.Core.Services;
using LitePipeline.Core.Storage;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.Options;

namespace LitePipeline.AspNetCore.Api.V1;

/// <summary>Services.</summary>
internal static class ServiceEndpoints
{
    private static readonly string[] Changeable = ["name", "application", "description", "input", "signal", "enabled"];
    private static readonly string[] Whole = ["name*", "application*", .. Changeable[2..]];

    public static void Map(RouteGroupBuilder group)
    {
        group.MapPost(Routes.V1.Services, CreateAsync).ForOperators().TakesJson([.. Whole, "id"]).TakesIdempotencyKey().Answers<CreatedPayload>(StatusCodes.Status201Created).WithSummary("Adds a service.");
        group.MapGet(Routes.V1.Services, ListAsync).ForViewers().Answers<PagePayload<ServiceRecord>>().WithSummary("Lists services, newest first.");
        group.MapGet(Routes.V1.Service, InfoAsync).ForViewers().Answers<ServiceRecord>().WithSummary("Describes a service.");
        group.MapPut(Routes.V1.Service, ReplaceAsync).ForOperators().TakesJson(Whole).AnswersNothing().WithSummary("Replaces a service: what is not given becomes what it is by default.");
        group.MapPatch(Routes.V1.Service, ChangeAsync).ForOperators().TakesJson(Changeable).AnswersNothing().WithSummary("Changes a service: what is not given stays. Disabling it stops its task with its signal.");
        group.MapDelete(Routes.V1.Service, DeleteAsync).ForOperators().AnswersNothing().WithSummary("Removes a service and its workspace, and stops its task with its signal.");
    }

    private static async Task<IResult> CreateAsync(IPipelineManager manager, IOptions<LitePipelineApiOptions> options, HttpContext context, CancellationToken cancellationToken)
    {
        var body = await JsonBody.ReadAsync(context.Request, options.Value.MaxJsonSize, cancellationToken);
        ServiceId? id = IdempotencyKey.Id(context, "service", body) is { } chosen ? new ServiceId(chosen) : null;
        return Answers.Created(context, Routes.V1.Service, (await manager.CreateServiceAsync(ServiceReader.Read(body, null), id, cancellationToken)).Value);
    }

    private static async Task<IResult> ListAsync(
        IPipelineManager manager, [AsParameters] Paging paging, string? id, string? application, string? name, string? enabled, CancellationToken cancellationToken) =>
        Answers.Json(paging.Answer(await manager.ListServicesAsync(new ServiceQuery
        {
            Offset = paging.Offset,
            Limit = paging.Limit,
            After = paging.After,
            OldestFirst = paging.OldestFirst,
            Id = Parameter.OptionalId(id, "id") is { } service ? new ServiceId(service) : null,
            Application = Parameter.OptionalId(application, "application") is { } app ? new AppId(app) : null,
            Name = Parameter.Text(name),
            Enabled = Parameter.OptionalFlag(enabled, "enabled"),
        }, cancellationToken), service => service.Sequence));

    private static async Task<IResult> InfoAsync(IPipelineManager manager, string id, CancellationToken cancellationToken) =>
        Answers.Json(await manager.GetServiceAsync(Service(id), cancellationToken));

    private static async Task<IResult> ReplaceAsync(IPipelineManager manager, IOptions<LitePipelineApiOptions> options, HttpRequest request, string id, CancellationToken cancellationToken)
    {
        var service = Service(id);
        var body = await JsonBody.ReadAsync(request, options.Value.MaxJsonSize, cancellationToken);
        await manager.UpdateServiceAsync(service, ServiceReader.Read(body, null), cancellationToken);
        return Results.NoContent();
    }

    private static async Task<IResult> ChangeAsync(IPipelineManager manager, UpdateTurns turns, IOptions<LitePipelineApiOptions> options, HttpRequest request, string id, CancellationToken cancellationToken)
    {
        var service = Service(id);
        var body = await JsonBody.ReadAsync(request, options.Value.MaxJsonSize, cancellationToken);
        body.RequireAny(Changeable);
        using var turn = await turns.EnterAsync(cancellationToken);
        var current = await manager.GetServiceAsync(service, cancellationToken);
        await manager.UpdateServiceAsync(service, ServiceReader.Read(body, ServiceReader.Of(current)), cancellationToken);
        return Results.NoContent();
    }

    private static async Task<IResult> DeleteAsync(IPipelineManager manager, string id, CancellationToken cancellationToken)
    {
        await manager.DeleteServiceAsync(Service(id), cancellationToken);
        return Results.NoContent();
    }

    private static ServiceId Service(string value) => new(Parameter.RequiredId(value, "id"));
}
