using LitePipeline.Core;
using LitePipeline.Core.Storage;
using LitePipeline.Storage.Relational;

namespace LitePipeline.Storage.Postgres;

/// <summary>Makes stores on PostgreSQL, for those who compose a manager without a container.</summary>
public static class PostgresPipelineStore
{
    /// <summary>Makes a store; nothing is touched before <see cref="IPipelineStore.OpenAsync"/>.</summary>
    /// <exception cref="StoreException">The options name no database.</exception>
    public static IPipelineStore Create(PostgresStoreOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);
        return new RelationalPipelineStore(new PostgresDialect(options));
    }
}
