using LitePipeline.Core.Packages;
using LitePipeline.Storage.Packages;

namespace LitePipeline.Storage.Tests.Packages;

public sealed class InMemoryPackageStoreTests : PackageStoreConformance
{
    protected override IPackageStore CreateStore(int maxBytes) => new InMemoryPackageStore(maxBytes);

    protected override int Count(IPackageStore store) => ((InMemoryPackageStore)store).Count;
}
