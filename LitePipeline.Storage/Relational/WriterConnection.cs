using System.Data.Common;
using Dapper;

namespace LitePipeline.Storage.Relational;

/// <summary>The one connection that writes, and what its database makes of statements.</summary>
internal sealed class WriterConnection(DbConnection connection, ISqlDialect dialect) : IDisposable
{
    /// <inheritdoc cref="ISqlDialect.Prepare"/>
    public IWriterStatement Prepare(string sql, params ReadOnlySpan<string> parameters) => dialect.Prepare(connection, sql, parameters);

    /// <summary>Whether a table has any row.</summary>
    public bool HasRows(string table) => connection.ExecuteScalar<long>($"select exists (select 1 from {table})") != 0;

    /// <summary>Begins the transaction in which all statements run until it ends.</summary>
    public DbTransaction BeginTransaction() => connection.BeginTransaction();

    public void Dispose() => connection.Dispose();
}
