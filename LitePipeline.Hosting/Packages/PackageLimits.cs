namespace LitePipeline.Hosting.Packages;

/// <summary>How large a package may be once unpacked; what goes beyond is refused before it is written.</summary>
public sealed record PackageLimits
{
    /// <summary>4 GiB, 200,000 entries, 200 to 1.</summary>
    public static PackageLimits Default { get; } = new();

    /// <summary>For venvs, which hold whole frameworks: 16 GiB, 500,000 entries, 200 to 1.</summary>
    public static PackageLimits Venv { get; } = new() { TotalSize = 16L << 30, Entries = 500_000 };

    /// <summary>The sum of all files in bytes. 4 GiB by default.</summary>
    public long TotalSize { get; init; } = 4L << 30;

    /// <summary>The number of files, folders and links. 200,000 by default.</summary>
    public int Entries { get; init; } = 200_000;

    /// <summary>How many times larger than the package the content may be; it counts beyond <see cref="RatioFreeSize"/>. 200 by default.</summary>
    public int Ratio { get; init; } = 200;

    /// <summary>Content up to this many bytes is taken whatever its ratio. 10 MiB by default.</summary>
    public long RatioFreeSize { get; init; } = 10L << 20;

    /// <summary>The length of <c>configuration.json</c> in bytes. 16 MiB by default.</summary>
    public int ConfigurationSize { get; init; } = 16 << 20;
}
