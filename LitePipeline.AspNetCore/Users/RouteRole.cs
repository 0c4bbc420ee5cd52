using Microsoft.AspNetCore.Builder;

namespace LitePipeline.AspNetCore.Users;

/// <summary>Says of a route who may call it.</summary>
/// <param name="Least">The least role; null where nobody need say who they are.</param>
internal sealed record RouteRole(UserRole? Least);

/// <summary>Gives each route its role, where it is mapped.</summary>
internal static class RouteRoleExtensions
{
    public static T Open<T>(this T route) where T : IEndpointConventionBuilder => route.WithMetadata(new RouteRole(null));

    public static T ForViewers<T>(this T route) where T : IEndpointConventionBuilder => route.WithMetadata(new RouteRole(UserRole.Viewer));

    public static T ForOperators<T>(this T route) where T : IEndpointConventionBuilder => route.WithMetadata(new RouteRole(UserRole.Operator));

    public static T ForAdmins<T>(this T route) where T : IEndpointConventionBuilder => route.WithMetadata(new RouteRole(UserRole.Admin));
}
