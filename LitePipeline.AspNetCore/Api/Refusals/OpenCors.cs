using Microsoft.AspNetCore.Http;

namespace LitePipeline.AspNetCore.Api.Refusals;

/// <summary>Writes the original's cross-origin headers, on refusals too.</summary>
internal sealed class OpenCors : IEndpointFilter
{
    public ValueTask<object?> InvokeAsync(EndpointFilterInvocationContext context, EndpointFilterDelegate next)
    {
        var headers = context.HttpContext.Response.Headers;
        headers.AccessControlAllowOrigin = "*";
        headers.AccessControlExposeHeaders = "Content-Disposition";
        headers.AccessControlAllowHeaders = "Content-Type, Access-Control-Allow-Headers, X-Requested-With, user, token, Authorization, Content-Disposition";
        headers.AccessControlAllowMethods = "GET, POST, PUT, DELETE, OPTIONS";
        return next(context);
    }
}
