using System.Buffers;
using LitePipeline.AspNetCore.Viewer;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Net.Http.Headers;

namespace Microsoft.Extensions.DependencyInjection;

/// <summary>Puts LitePipeline's viewer into an ASP.NET Core app.</summary>
public static class LitePipelineViewerExtensions
{
    private static readonly SearchValues<char> NotInPath = SearchValues.Create("{}?#%\\\"<>");

    /// <summary>
    /// Maps the viewer's pages. They hold nothing of the cluster: all that they show comes from the API (<c>MapLitePipelineApi</c>), with the rights
    /// of who looks at it. They need no service of the app's.
    /// </summary>
    /// <param name="endpoints">The app.</param>
    /// <param name="prefix">Where the pages are; <c>/</c> for all of an app that has nothing else there.</param>
    /// <param name="configure">Sets options.</param>
    /// <returns>The group of the pages, for the app's own conventions such as <c>RequireAuthorization</c>.</returns>
    /// <exception cref="ArgumentException">The prefix is no plain path, or an option is not what its summary says.</exception>
    public static RouteGroupBuilder MapLitePipelineViewer(this IEndpointRouteBuilder endpoints, string prefix = "/viewer", Action<LitePipelineViewerOptions>? configure = null)
    {
        ArgumentNullException.ThrowIfNull(endpoints);
        ArgumentNullException.ThrowIfNull(prefix);
        var options = new LitePipelineViewerOptions();
        configure?.Invoke(options);
        Check(options);
        var trimmed = Trimmed(prefix);
        var page = new ViewerPage(trimmed, options);
        var group = endpoints.MapGroup(trimmed);
        group.MapMethods("/{**path}", [HttpMethods.Get, HttpMethods.Head], context => AnswerAsync(context, page)).ExcludeFromDescription();
        return group;
    }

    private static string Trimmed(string prefix)
    {
        var trimmed = prefix.TrimEnd('/');
        if (trimmed.Length > 0 && (trimmed[0] != '/' || trimmed.Contains("//", StringComparison.Ordinal) || trimmed.AsSpan().ContainsAny(NotInPath)))
            throw new ArgumentException($"'{prefix}' is no place for the viewer; give a path that begins with a slash, such as /viewer, without parameters.", nameof(prefix));
        return trimmed;
    }

    private static void Check(LitePipelineViewerOptions options)
    {
        if (options.ApiAddress is { } address && (!address.IsAbsoluteUri || address.Scheme is not ("http" or "https") || !address.AbsolutePath.EndsWith('/')))
            throw new ArgumentException($"{nameof(LitePipelineViewerOptions.ApiAddress)} is '{address}'; give an absolute http or https address that ends with a slash.");
        if (options.FrameAncestors.AsSpan().ContainsAny(";,\r\n") || string.IsNullOrWhiteSpace(options.FrameAncestors))
            throw new ArgumentException($"{nameof(LitePipelineViewerOptions.FrameAncestors)} is '{options.FrameAncestors}'; give one list of sources, such as 'self' or https://portal.example.");
    }

    private static async Task AnswerAsync(HttpContext context, ViewerPage page)
    {
        var path = context.Request.RouteValues["path"] as string;
        if (path is not null && ViewerFiles.Find(path) is { } file)
        {
            // The name of a built file changes with what it holds.
            context.Response.Headers.CacheControl = IsBuilt(path) ? "public, max-age=31536000, immutable" : "no-cache";
            context.Response.Headers.XContentTypeOptions = "nosniff";
            var coding = file.IsCompressed ? ContentCoding.Of(context.Request) : null;
            if (file.IsCompressed) context.Response.Headers.Vary = HeaderNames.AcceptEncoding;
            if (coding is not null) context.Response.Headers.ContentEncoding = coding;
            var (content, tag) = file.Open(coding);
            await Results.Stream(content, file.ContentType, entityTag: new EntityTagHeaderValue(tag)).ExecuteAsync(context);
        }
        else if (path is not null && IsBuilt(path))
        {
            // A page that was loaded before the app was updated asks for a file that is gone; the page itself would be the wrong answer.
            context.Response.StatusCode = StatusCodes.Status404NotFound;
        }
        else
        {
            await page.WriteAsync(context, path ?? (context.Request.Path.Value!.EndsWith('/') ? "" : null));
        }
    }

    private static bool IsBuilt(string path) => path.StartsWith("files/", StringComparison.Ordinal);
}
