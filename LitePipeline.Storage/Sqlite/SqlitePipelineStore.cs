using LitePipeline.Core.Storage;
using LitePipeline.Storage.Relational;

namespace LitePipeline.Storage.Sqlite;

/// <summary>Makes stores on SQLite, for those who compose a manager without a container.</summary>
public static class SqlitePipelineStore
{
    /// <summary>Makes a store; nothing is touched before <see cref="IPipelineStore.OpenAsync"/>.</summary>
    public static IPipelineStore Create(SqliteStoreOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);
        ArgumentException.ThrowIfNullOrEmpty(options.Path);
        return new RelationalPipelineStore(new SqliteDialect(options));
    }
}
