using LitePipeline.Core.Packages;
using LitePipeline.Hosting.Packages;

namespace LitePipeline.Cli.Packing;

/// <summary>Checks a venv.</summary>
internal sealed class VenvCheck : IPackageCheck
{
    public IReadOnlyList<string> CheckFolder(DirectoryInfo folder) => File.Exists(Path.Combine(folder.FullName, "bin", "activate"))
        ? []
        : throw ToolException.Failed($"'{folder.Name}' has no bin/activate; give a venv's folder, as 'python3 -m venv {folder.Name}' makes one.");

    public Task CheckPackageAsync(Stream package, PackageFormat format, CancellationToken cancellationToken) =>
        PackageArchive.InspectVenvAsync(package, format, cancellationToken: cancellationToken);
}
