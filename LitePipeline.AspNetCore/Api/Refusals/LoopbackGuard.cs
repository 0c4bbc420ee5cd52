using System.Net;
using LitePipeline.Core;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Options;

namespace LitePipeline.AspNetCore.Api.Refusals;

/// <summary>Serves callers on this machine only, unless the host has said otherwise: without users, whoever may call may run commands.</summary>
/// <remarks>A page of another site that is open in a browser on this machine is a caller from elsewhere, and so is one whose site gave its own name this machine's address.</remarks>
internal sealed class LoopbackGuard(IOptions<LitePipelineApiOptions> options) : IEndpointFilter
{
    public ValueTask<object?> InvokeAsync(EndpointFilterInvocationContext context, EndpointFilterDelegate next) =>
        options.Value.AllowRemoteCallers || Stranger(context.HttpContext) is not { } stranger
            ? next(context)
            : throw new RequestRefusedException(new Refusal(
                ErrorCode.AuthError,
                $"This service has no users and serves its own machine only, not {stranger}. Call it from there, as 127.0.0.1 or localhost, or set {LitePipelineApiOptions.Section}:{nameof(LitePipelineApiOptions.AllowRemoteCallers)} where the network keeps strangers out."));

    private static string? Stranger(HttpContext context)
    {
        // A caller without an address came over a pipe or a socket file.
        if (context.Connection.RemoteIpAddress is { } address && !IsLoopback(address)) return address.ToString();
        if (context.Request.Host is { HasValue: true, Host: var host } && !IsThisMachine(host)) return $"callers who know it as '{host}'";
        var origin = context.Request.Headers.Origin.ToString();
        return origin.Length == 0 || (Uri.TryCreate(origin, UriKind.Absolute, out var site) && IsThisMachine(site.Host)) ? null : $"pages of '{origin}'";
    }

    private static bool IsThisMachine(string host) =>
        host.Equals("localhost", StringComparison.OrdinalIgnoreCase)
        || host.EndsWith(".localhost", StringComparison.OrdinalIgnoreCase)
        || (IPAddress.TryParse(host.Trim('[', ']'), out var address) && IsLoopback(address));

    private static bool IsLoopback(IPAddress address) => IPAddress.IsLoopback(address.IsIPv4MappedToIPv6 ? address.MapToIPv4() : address);
}
