using Microsoft.AspNetCore.Http;

namespace LitePipeline.AspNetCore.Viewer;

/// <summary>How who asks takes what is sent.</summary>
internal static class ContentCoding
{
    public const string Brotli = "br";
    public const string Gzip = "gzip";

    /// <summary>The best coding that a request takes; null where it takes none of ours.</summary>
    public static string? Of(HttpRequest request)
    {
        var accepted = request.GetTypedHeaders().AcceptEncoding;
        return Takes(Brotli) ? Brotli : Takes(Gzip) ? Gzip : null;

        // What is named itself counts before the star.
        bool Takes(string coding) => (accepted.FirstOrDefault(one => one.Value.Equals(coding, StringComparison.OrdinalIgnoreCase)) ?? accepted.FirstOrDefault(one => one.Value == "*")) is { Quality: null or > 0 };
    }
}
