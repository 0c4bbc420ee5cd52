using System.Net;
using LitePipeline.AspNetCore.Api;
using LitePipeline.Core;
using Microsoft.AspNetCore.Http;

namespace LitePipeline.AspNetCore.Users;

/// <summary>Tells whether a request comes from this machine: a service without users serves no other, as whoever may call it may run commands.</summary>
internal static class LocalCallers
{
    /// <exception cref="RequestRefusedException">The request comes from elsewhere, or from a page in a browser that does.</exception>
    public static void Require(HttpContext context)
    {
        if (!IsLocal(context.Connection.RemoteIpAddress)) throw Refused("the request comes from another one");
        // A proxy on this machine, such as the viewer, passes on what began elsewhere.
        foreach (var forwarded in Forwarded(context.Request.Headers))
            if (!IsForLocal(forwarded)) throw Refused($"the request was passed on for '{forwarded}'");
        // A page from elsewhere, shown in a browser here, reaches this address too: the browser names the page's host.
        if (context.Request.Headers.Origin is [{ Length: > 0 } origin, ..] && !(Uri.TryCreate(origin, UriKind.Absolute, out var page) && IsLocal(page.Host)))
            throw Refused($"the request comes from a page of '{origin}'");
        if (!IsLocal(context.Request.Host.Host)) throw Refused($"the request names the host '{context.Request.Host.Host}'");
    }

    // A caller without an address came over a pipe or a socket file.
    private static bool IsLocal(IPAddress? address) => address is null || IPAddress.IsLoopback(address.IsIPv4MappedToIPv6 ? address.MapToIPv4() : address);

    private static string[] Forwarded(IHeaderDictionary headers) =>
        string.Join(',', [headers["X-Forwarded-For"].ToString(), headers["X-Real-IP"].ToString(), headers["Forwarded"].ToString()])
            .Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries);

    // An address as X-Forwarded-For has it, or as one of the members that Forwarded has; what is neither may be anyone.
    private static bool IsForLocal(string forwarded)
    {
        var text = forwarded.Split(';', StringSplitOptions.TrimEntries).FirstOrDefault(part => part.StartsWith("for=", StringComparison.OrdinalIgnoreCase)) is { } member ? member[4..].Trim('"') : forwarded;
        return IPEndPoint.TryParse(text, out var address) && IsLocal(address.Address);
    }

    private static bool IsLocal(string host) =>
        host is "" or "localhost" || host.EndsWith(".localhost", StringComparison.OrdinalIgnoreCase) || (IPAddress.TryParse(host, out var address) && IsLocal(address));

    private static RequestRefusedException Refused(string why) => new(new Refusal(
        ErrorCode.AuthError,
        $"This service has no users and serves its own machine only, and {why}. Give it users ({nameof(LitePipelineApiOptions)}.{nameof(LitePipelineApiOptions.Users)}), or set {nameof(LitePipelineApiOptions.AllowRemoteCallers)} where the network keeps strangers out."));
}
