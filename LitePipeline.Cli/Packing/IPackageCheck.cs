using LitePipeline.Core.Packages;

namespace LitePipeline.Cli.Packing;

/// <summary>What a manager checks of a package, and what would only show when it runs.</summary>
internal interface IPackageCheck
{
    /// <summary>Checks the folder before it is packed.</summary>
    /// <returns>What will probably not work, though the manager takes it.</returns>
    /// <exception cref="ToolException">The manager would refuse it.</exception>
    IReadOnlyList<string> CheckFolder(DirectoryInfo folder);

    /// <summary>Checks the package as the manager does.</summary>
    /// <exception cref="Core.LitePipelineException">The manager would refuse it.</exception>
    Task CheckPackageAsync(Stream package, PackageFormat format, CancellationToken cancellationToken);
}
