using LitePipeline.AspNetCore.Api;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection.Extensions;

namespace Microsoft.Extensions.DependencyInjection;

/// <summary>Puts LitePipeline's HTTP API into an ASP.NET Core app.</summary>
public static class LitePipelineApiExtensions
{
    /// <summary>Adds what the API needs, beside an <c>IPipelineManager</c>, which <c>AddLitePipelineManager</c> brings.</summary>
    /// <param name="services">The app's services.</param>
    /// <param name="configure">Sets options in code, after the configuration section <c>LitePipeline:Api</c>.</param>
    public static IServiceCollection AddLitePipelineApi(this IServiceCollection services, Action<LitePipelineApiOptions>? configure = null)
    {
        ArgumentNullException.ThrowIfNull(services);
        var options = services.AddOptions<LitePipelineApiOptions>().BindSection(LitePipelineApiOptions.Section);
        if (configure is not null) options.Configure(configure);
        services.TryAddSingleton(TimeProvider.System);
        services.AddOpenApi();
        return services;
    }

    /// <summary>Maps the original's routes, the routes under <c>/api/v1</c>, and the document that describes both, <c>/openapi/v1.json</c>.</summary>
    /// <returns>The group of all routes, for the app's own conventions: <c>RequireAuthorization()</c>, for instance.</returns>
    public static RouteGroupBuilder MapLitePipelineApi(this IEndpointRouteBuilder endpoints)
    {
        ArgumentNullException.ThrowIfNull(endpoints);
        var routes = endpoints.MapGroup("");
        CompatibleEndpoints.Map(routes);
        V1Endpoints.Map(routes);
        routes.MapOpenApi();
        return routes;
    }
}
