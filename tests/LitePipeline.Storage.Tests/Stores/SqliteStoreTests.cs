namespace LitePipeline.Storage.Tests.Stores;

public sealed class SqliteStoreTests : PipelineStoreConformance
{
    protected override TestStore CreateStore() => new SqliteTestStore();
}
