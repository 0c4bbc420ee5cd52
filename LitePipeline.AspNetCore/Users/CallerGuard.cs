using LitePipeline.Core;
using LitePipeline.Hosting;
using Microsoft.AspNetCore.Http;

namespace LitePipeline.AspNetCore.Users;

/// <summary>Lets through who may call the route. It stands in the routes themselves, so that no host can forget it or change it by its own authentication.</summary>
internal sealed class CallerGuard(CallerCheck callers) : IEndpointFilter
{
    public async ValueTask<object?> InvokeAsync(EndpointFilterInvocationContext context, EndpointFilterDelegate next)
    {
        var http = context.HttpContext;
        var route = http.GetEndpoint()?.Metadata.GetMetadata<RouteRole>() ?? throw new InvalidOperationException($"The route {http.Request.Path} does not say who may call it.");
        if (route.Least is { } least)
        {
            var caller = await callers.FindAsync(http);
            if (caller.Role < least) throw new RequestRefusedException(new Refusal(ErrorCode.AuthError, $"This takes the role {Name(least)}; {caller.Name} has the role {Name(caller.Role)}."));
            http.Features.Set(caller);
            using var audit = AuditScope.Begin(caller.Name ?? http.User.Identity?.Name ?? "anyone", http.Connection.RemoteIpAddress?.ToString());
            return await next(context);
        }

        return await next(context);
    }

    private static string Name(UserRole role) => role.ToString().ToLowerInvariant();
}
