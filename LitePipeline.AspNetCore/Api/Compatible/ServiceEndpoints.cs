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

namespace LitePipeline.AspNetCore.Api.Compatible;

/// <summary>Services.</summary>
internal static class ServiceEndpoints
{
    private static readonly string[] Changeable = ["name", "app_id", "description", "input_data", "signal", "enable"];

    public static void Map(RouteGroupBuilder group)
    {
        group.MapPost(Routes.Compatible.ServiceCreate, CreateAsync).ForOperators().TakesJson(["name*", "app_id*", .. Changeable[2..]]).Answers<ServiceChangedAnswer>().WithSummary("Adds a service.");
        group.MapPut(Routes.Compatible.ServiceUpdate, UpdateAsync).ForOperators().TakesJson(["service_id*", .. Changeable]).Answers<ServiceChangedAnswer>()
            .WithSummary("Changes a service: what is not given stays. Disabling it stops its task with its signal.");
        group.MapGet(Routes.Compatible.ServiceList, ListAsync).ForViewers().Answers<ServiceListAnswer>().WithSummary("Lists services, newest first.");
        group.MapGet(Routes.Compatible.ServiceInfo, InfoAsync).ForViewers().Answers<ServiceInfoAnswer>().WithSummary("Describes a service and its live task.");
        group.MapDelete(Routes.Compatible.ServiceDelete, DeleteAsync).ForOperators().Answers<OkAnswer>().WithSummary("Removes a service and its workspace, and stops its task with its signal.");
    }

    private static async Task<IResult> CreateAsync(IPipelineManager manager, IOptions<LitePipelineApiOptions> options, HttpRequest request, CancellationToken cancellationToken)
    {
        var body = await JsonBody.ReadAsync(request, options.Value.MaxJsonSize, cancellationToken);
        return Answers.Json(new ServiceChangedAnswer((await manager.CreateServiceAsync(ServiceReader.ReadCompatible(body, null), null, cancellationToken)).Value));
    }

    private static async Task<IResult> UpdateAsync(IPipelineManager manager, UpdateTurns turns, IOptions<LitePipelineApiOptions> options, HttpRequest request, CancellationToken cancellationToken)
    {
        var body = await JsonBody.ReadAsync(request, options.Value.MaxJsonSize, cancellationToken);
        var service = new ServiceId(body.RequiredId("service_id"));
        body.RequireAny(Changeable);
        using (await turns.EnterAsync(cancellationToken))
        {
            var current = await manager.GetServiceAsync(service, cancellationToken);
            await manager.UpdateServiceAsync(service, ServiceReader.ReadCompatible(body, ServiceReader.Of(current)), cancellationToken);
        }

        return Answers.Json(new ServiceChangedAnswer(service.Value));
    }

    private static async Task<IResult> ListAsync(
        IPipelineManager manager, [AsParameters] ListRange range, string? service_id, string? app_id, string? name, string? enable, CancellationToken cancellationToken)
    {
        var page = await manager.ListServicesAsync(new ServiceQuery
        {
            Offset = range.Offset,
            Limit = range.Limit,
            Id = Parameter.OptionalId(service_id, "service_id") is { } service ? new ServiceId(service) : null,
            Application = Parameter.OptionalId(app_id, "app_id") is { } app ? new AppId(app) : null,
            Name = Parameter.Text(name),
            Enabled = Parameter.OptionalFlag(enable, "enable"),
        }, cancellationToken);
        return Answers.Json(new ServiceListAnswer([.. page.Items.Select(Rows.Of)], page.Total, range.Offset, range.Limit));
    }

    private static async Task<IResult> InfoAsync(IPipelineManager manager, string? service_id, CancellationToken cancellationToken)
    {
        var row = Rows.Of(await manager.GetServiceAsync(Service(service_id), cancellationToken));
        return Answers.Json(new ServiceInfoAnswer(row, row));
    }

    private static async Task<IResult> DeleteAsync(IPipelineManager manager, string? service_id, CancellationToken cancellationToken)
    {
        await manager.DeleteServiceAsync(Service(service_id), cancellationToken);
        return Answers.Ok();
    }

    private static ServiceId Service(string? value) => new(Parameter.RequiredId(value, "service_id"));
}
