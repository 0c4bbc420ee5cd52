using System.Net;
using LitePipeline.Core;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Options;

namespace LitePipeline.AspNetCore.Api.Refusals;

/// <summary>Serves callers on this machine only, unless the host has said otherwise: without users, whoever may call may run commands.</summary>
internal sealed class LoopbackGuard(IOptions<LitePipelineApiOptions> options) : IEndpointFilter
{
    public ValueTask<object?> InvokeAsync(EndpointFilterInvocationContext context, EndpointFilterDelegate next) =>
        options.Value.AllowRemoteCallers || IsLocal(context.HttpContext.Connection.RemoteIpAddress)
            ? next(context)
            : throw new RequestRefusedException(new Refusal(
                ErrorCode.AuthError,
                $"This service has no users and serves its own machine only. Call it from there, or set {nameof(LitePipelineApiOptions)}.{nameof(LitePipelineApiOptions.AllowRemoteCallers)} where the network keeps strangers out."));

    // A caller without an address came over a pipe or a socket file.
    private static bool IsLocal(IPAddress? address) => address is null || IPAddress.IsLoopback(address.IsIPv4MappedToIPv6 ? address.MapToIPv4() : address);
}
