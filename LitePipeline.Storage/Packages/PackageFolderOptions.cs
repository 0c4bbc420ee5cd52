using System.ComponentModel.DataAnnotations;

namespace LitePipeline.Storage.Packages;

/// <summary>Where packages are kept, and how large they may be. Bound from <see cref="Section"/>.</summary>
public sealed class PackageFolderOptions
{
    /// <summary>The configuration section.</summary>
    public const string Section = "LitePipeline:Manager:Packages";

    /// <summary>The folder; it is created where it is missing, and a relative path starts at the working directory. It belongs to one manager.</summary>
    [Required(AllowEmptyStrings = false)]
    public string Path { get; set; } = "";

    /// <summary>The longest package that is taken, in bytes. Higher: larger uploads fill the disk sooner. 1 GiB by default.</summary>
    [Range(1, long.MaxValue)]
    public long MaxPackageBytes { get; set; } = 1L << 30;
}
