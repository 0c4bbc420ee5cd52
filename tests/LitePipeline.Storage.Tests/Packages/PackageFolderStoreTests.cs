using LitePipeline.Core.Packages;
using LitePipeline.Storage.Packages;

namespace LitePipeline.Storage.Tests.Packages;

public sealed class PackageFolderStoreTests : PackageStoreConformance, IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("litepipeline-packages-");

    public void Dispose() => _folder.Delete(recursive: true);

    protected override IPackageStore CreateStore(int maxBytes) => new FileSystemPackageStore(new PackageFolderOptions { Path = _folder.FullName, MaxPackageBytes = maxBytes });

    protected override int Count(IPackageStore store) => Directory.EnumerateFiles(_folder.FullName, "*", SearchOption.AllDirectories).Count();
}
