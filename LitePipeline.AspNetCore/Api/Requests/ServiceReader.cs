using LitePipeline.Core;
using LitePipeline.Core.Applications;
using LitePipeline.Core.Services;
using LitePipeline.Core.Tasks;

namespace LitePipeline.AspNetCore.Api.Requests;

/// <summary>Reads services, whole or as changes of one that is there.</summary>
internal static class ServiceReader
{
    /// <summary>As the compatible routes name things; of a change, what is not given stays.</summary>
    public static ServiceContent ReadCompatible(JsonBody body, ServiceContent? current) => new(
        Name(body, current),
        Description(body, current),
        Application(body, "app_id", current),
        body.ObjectOrItsText("input_data", current?.Input ?? JsonData.EmptyObject),
        body.Signal("signal", current?.Signal ?? StopSignal.Kill),
        body.Flag("enable", current?.Enabled ?? false));

    /// <summary>As our own routes name things; of a change, what is not given stays.</summary>
    public static ServiceContent Read(JsonBody body, ServiceContent? current) => new(
        Name(body, current),
        Description(body, current),
        Application(body, "application", current),
        body.Object("input", current?.Input ?? JsonData.EmptyObject),
        body.Signal("signal", current?.Signal ?? StopSignal.Kill),
        body.Flag("enabled", current?.Enabled ?? false));

    public static ServiceContent Of(ServiceRecord service) => new(
        service.Name, service.Description, service.Application, service.Input, service.Signal, service.Enabled);

    private static string Name(JsonBody body, ServiceContent? current) =>
        current is not null && !body.Has("name") ? current.Name : body.RequiredText("name", "the service's name");

    private static string Description(JsonBody body, ServiceContent? current) =>
        (body.Has("description") ? body.Text("description") : current?.Description) ?? "";

    private static AppId Application(JsonBody body, string field, ServiceContent? current) =>
        current is not null && !body.Has(field) ? current.Application : new AppId(body.RequiredId(field));
}
