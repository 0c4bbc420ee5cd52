using System.Net;
using System.Security.Cryptography;
using System.Text;
using Microsoft.AspNetCore.Http;

namespace LitePipeline.AspNetCore.Viewer;

/// <summary>The page that is sent for every address under the viewer's prefix; its script shows what the address asks for.</summary>
/// <remarks>
/// What it refers to is relative to where it was asked for: <c>/viewer/tasks/ID</c> gets <c>&lt;base href="../"&gt;</c>. So it is right under any
/// path base and behind any proxy, whether the proxy says which prefix it took away or not.
/// </remarks>
internal sealed class ViewerPage(string prefix, LitePipelineViewerOptions options)
{
    // Up from the viewer's folder to where the API's routes begin.
    private readonly string _root = string.Concat(Enumerable.Repeat("../", prefix.Count(letter => letter == '/')));

    /// <summary>Answers with the page.</summary>
    /// <param name="context">The request.</param>
    /// <param name="path">The part of its path after the prefix and a slash; null where there is not even the slash.</param>
    public async Task WriteAsync(HttpContext context, string? path)
    {
        if (ViewerFiles.Page is not { } page)
        {
            context.Response.StatusCode = StatusCodes.Status404NotFound;
            return;
        }

        var nonce = Convert.ToBase64String(RandomNumberGenerator.GetBytes(18));
        var headers = context.Response.Headers;
        headers.ContentSecurityPolicy = Policy(nonce);
        headers.CacheControl = "no-store";
        headers.XContentTypeOptions = "nosniff";
        headers["Referrer-Policy"] = "no-referrer";
        context.Response.ContentType = "text/html; charset=utf-8";
        await context.Response.WriteAsync(page
            .Replace("{{base}}", Base(path), StringComparison.Ordinal)
            .Replace("{{api}}", WebUtility.HtmlEncode(options.ApiAddress?.AbsoluteUri ?? _root), StringComparison.Ordinal)
            .Replace("{{nonce}}", nonce, StringComparison.Ordinal), Encoding.UTF8, context.RequestAborted);
    }

    private string Base(string? path)
    {
        if (path is null) return WebUtility.HtmlEncode(prefix[(prefix.LastIndexOf('/') + 1)..] + "/");
        var depth = path.Count(letter => letter == '/');
        return depth == 0 ? "./" : string.Concat(Enumerable.Repeat("../", depth));
    }

    // Scripts are files of ours alone; the component library's style elements show the nonce.
    private string Policy(string nonce)
    {
        var api = options.ApiAddress is { } address ? $" {address.GetLeftPart(UriPartial.Authority)}" : "";
        return $"default-src 'none'; script-src 'self'; worker-src 'self'; style-src 'self' 'nonce-{nonce}'; img-src 'self' data:; font-src 'self'; connect-src 'self'{api}; base-uri 'self'; form-action 'none'; frame-ancestors {options.FrameAncestors}";
    }
}
