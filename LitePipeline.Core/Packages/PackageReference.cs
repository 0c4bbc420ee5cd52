namespace LitePipeline.Core.Packages;

/// <summary>How a package is packed.</summary>
public enum PackageFormat
{
    /// <summary>A tar file compressed by gzip.</summary>
    TarGz,
    /// <summary>A zip file.</summary>
    Zip,
}

/// <summary>Names a package by its content.</summary>
/// <param name="Sha1">The file's SHA-1 in lower-case hex: the version that users see.</param>
/// <param name="Sha256">The file's SHA-256 in lower-case hex: what stores and caches go by.</param>
/// <param name="Format">How it is packed.</param>
/// <param name="Size">The file's length in bytes.</param>
public sealed record PackageReference(string Sha1, string Sha256, PackageFormat Format, long Size)
{
    /// <summary>The file name's ending, with its dot.</summary>
    public string Extension => Format == PackageFormat.Zip ? ".zip" : ".tar.gz";
}
