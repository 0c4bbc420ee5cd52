using Microsoft.AspNetCore.Http;
using Yarp.ReverseProxy.Forwarder;

namespace LitePipeline.Cli.Servers;

/// <summary>
/// Tells the manager for whom it is asked. A manager without users serves its own machine only: it must see that a request which reaches it from
/// there began elsewhere. The host that the browser called stays as it is, for the same reason.
/// </summary>
internal sealed class CallerTransformer : HttpTransformer
{
    private const string ForwardedFor = "X-Forwarded-For";

    public override async ValueTask TransformRequestAsync(HttpContext httpContext, HttpRequestMessage proxyRequest, string destinationPrefix, CancellationToken cancellationToken)
    {
        await base.TransformRequestAsync(httpContext, proxyRequest, destinationPrefix, cancellationToken);
        var before = httpContext.Request.Headers[ForwardedFor].ToString();
        var caller = httpContext.Connection.RemoteIpAddress?.ToString() ?? "unknown";
        proxyRequest.Headers.Remove(ForwardedFor);
        proxyRequest.Headers.TryAddWithoutValidation(ForwardedFor, before.Length == 0 ? caller : $"{before}, {caller}");
    }
}
