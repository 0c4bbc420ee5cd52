using LitePipeline.Core.Storage;
using LitePipeline.Storage.InMemory;

namespace LitePipeline.Storage.Tests.Stores;

public sealed class InMemoryStoreTests : PipelineStoreConformance
{
    protected override TestStore CreateStore() => new MemoryTestStore();
}

internal sealed class MemoryTestStore : TestStore
{
    public override IPipelineStore Store { get; } = new InMemoryPipelineStore();

    public override async Task ReopenAsync()
    {
        await Store.DisposeAsync();
        await Store.OpenAsync(CancellationToken.None);
    }

    public override ValueTask DisposeAsync() => Store.DisposeAsync();
}
