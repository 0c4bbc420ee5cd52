using LitePipeline.AspNetCore.Api;
using LitePipeline.AspNetCore.Api.Compatible;
using LitePipeline.AspNetCore.Api.Documents;
using LitePipeline.AspNetCore.Api.Requests;
using LitePipeline.AspNetCore.Api.V1;
using LitePipeline.AspNetCore.Users;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Options;

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
        AddOptions(services, configure);
        AddUsers(services);
        services.TryAddSingleton<UpdateTurns>();
        services.TryAddSingleton<LatestEvents>();
        services.AddHealthChecks();
        services.AddOpenApi(document => document.AddOperationTransformer<RouteDocument>().AddDocumentTransformer<DocumentInfo>());
        return services;
    }

    /// <summary>
    /// Maps the original's routes, the routes under <c>/api/v1</c>, and the document that describes both, <c>/openapi/v1.json</c>. Each route lets
    /// through who may call it by itself: the app needs no authentication of its own for that.
    /// </summary>
    /// <returns>The group of all routes, for the app's own conventions.</returns>
    public static RouteGroupBuilder MapLitePipelineApi(this IEndpointRouteBuilder endpoints)
    {
        ArgumentNullException.ThrowIfNull(endpoints);
        var routes = endpoints.MapGroup("");
        CompatibleEndpoints.Map(routes);
        V1Endpoints.Map(routes);
        routes.MapOpenApi().Open();
        return routes;
    }

    private static void AddOptions(IServiceCollection services, Action<LitePipelineApiOptions>? configure)
    {
        var options = services.AddOptions<LitePipelineApiOptions>().BindSection(LitePipelineApiOptions.Section);
        if (configure is not null) options.Configure(configure);
        services.TryAddEnumerable(ServiceDescriptor.Singleton<IValidateOptions<LitePipelineApiOptions>, UserRules>());
        services.TryAddEnumerable(ServiceDescriptor.Singleton<IOptionsChangeTokenSource<LitePipelineApiOptions>, ConfigurationChangeTokenSource<LitePipelineApiOptions>>());
        services.TryAddSingleton(TimeProvider.System);
    }

    private static void AddUsers(IServiceCollection services)
    {
        services.TryAddSingleton<UserList>();
        services.TryAddSingleton<FailedAttempts>();
        services.TryAddSingleton<SignInTrail>();
        services.TryAddSingleton<PasswordCheck>();
        services.TryAddSingleton<RevokedTokens>();
        services.TryAddSingleton<AccessTokens>();
        services.TryAddSingleton<CallerCheck>();
    }
}
