using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;

namespace LitePipeline.Cli.Servers;

/// <summary>Leads a person who opens the manager's address in a browser to the viewer; programs get what the original answers there.</summary>
internal static class ViewerRoot
{
    public static void UseViewerAtRoot(this IApplicationBuilder app) => app.Use((context, next) =>
    {
        var request = context.Request;
        if (request.Path != "/" || !HttpMethods.IsGet(request.Method) || !request.Headers.Accept.ToString().Contains("text/html", StringComparison.OrdinalIgnoreCase)) return next(context);
        // Relative, so that it is right behind a proxy too.
        context.Response.StatusCode = StatusCodes.Status302Found;
        context.Response.Headers.Location = "viewer/";
        context.Response.Headers.Vary = "Accept";
        return Task.CompletedTask;
    });
}
