using LitePipeline.Storage.Tests.Postgres;

namespace LitePipeline.Storage.Tests.Stores;

public sealed class PostgresStoreTests : PipelineStoreConformance
{
    protected override TestStore CreateStore() => new PostgresTestStore();
}
