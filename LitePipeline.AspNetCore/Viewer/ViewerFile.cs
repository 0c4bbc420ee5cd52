using System.IO.Compression;
using System.Security.Cryptography;

namespace LitePipeline.AspNetCore.Viewer;

/// <summary>A file of the pages, as it is and compressed. It is read and compressed once, when it is first asked for. Thread-safe.</summary>
internal sealed class ViewerFile
{
    // What a small file saves on the way, it costs in headers and time.
    private const int LeastCompressed = 1024;

    private readonly string _resource;
    private readonly Lazy<string> _digest;
    private readonly Lazy<byte[]> _brotli;
    private readonly Lazy<byte[]> _gzip;

    public ViewerFile(string resource, string contentType)
    {
        (_resource, ContentType) = (resource, contentType);
        _digest = new(Digest);
        // The middle levels: some milliseconds for the largest file, where the highest take a second of who asks first.
        _brotli = new(() => Compress(packed => new BrotliStream(packed, CompressionLevel.Optimal)));
        _gzip = new(() => Compress(packed => new GZipStream(packed, CompressionLevel.Optimal)));
        using var content = Open();
        IsCompressed = content.Length >= LeastCompressed && (contentType.StartsWith("text/", StringComparison.Ordinal) || contentType.EndsWith("json", StringComparison.Ordinal) || contentType == "image/svg+xml");
    }

    /// <summary>What it is.</summary>
    public string ContentType { get; }

    /// <summary>Whether who takes it compressed gets it so.</summary>
    public bool IsCompressed { get; }

    /// <summary>Its content in a coding (<c>br</c>, <c>gzip</c>; null for as it is) and its version in that.</summary>
    public (Stream Content, string EntityTag) Open(string? coding) => coding switch
    {
        ContentCoding.Brotli => (new MemoryStream(_brotli.Value, writable: false), $"\"{_digest.Value}-br\""),
        ContentCoding.Gzip => (new MemoryStream(_gzip.Value, writable: false), $"\"{_digest.Value}-gzip\""),
        _ => (Open(), $"\"{_digest.Value}\""),
    };

    private Stream Open() => typeof(ViewerFile).Assembly.GetManifestResourceStream(_resource)!;

    private string Digest()
    {
        using var content = Open();
        return Convert.ToHexStringLower(SHA256.HashData(content)[..16]);
    }

    private byte[] Compress(Func<Stream, Stream> open)
    {
        using var packed = new MemoryStream();
        using (var content = Open())
        using (var compressor = open(packed)) content.CopyTo(compressor);
        return packed.ToArray();
    }
}
