using System.Data.Common;

namespace LitePipeline.Storage.Relational;

/// <summary>The one connection that writes, and what its database makes of statements.</summary>
internal sealed class WriterConnection(DbConnection connection, ISqlDialect dialect) : IDisposable
{
    /// <inheritdoc cref="ISqlDialect.Prepare"/>
    public IWriterStatement Prepare(string sql, params ReadOnlySpan<string> parameters) => dialect.Prepare(connection, sql, parameters);

    /// <summary>Begins the transaction in which all statements run until it ends.</summary>
    public DbTransaction BeginTransaction() => connection.BeginTransaction();

    public void Dispose() => connection.Dispose();
}
