using System.Data.Common;
using Dapper;

namespace LitePipeline.Storage.Relational;

/// <summary>The one connection that writes, and what its database makes of statements.</summary>
internal abstract class WriterConnection(DbConnection connection) : IDisposable
{
    /// <summary>Whether it can write no more, because its connection or the right to write is gone.</summary>
    public virtual bool IsLost => false;

    /// <summary>Whether the commit whose end a lost connection did not see was made.</summary>
    public virtual bool HasLastCommit => false;

    /// <summary>Prepares a statement.</summary>
    /// <param name="sql">The statement; it returns no rows.</param>
    /// <param name="parameters">The names of its parameters, in the order in which <see cref="IWriterStatement.Execute"/> gets their values.</param>
    public abstract IWriterStatement Prepare(string sql, params ReadOnlySpan<string> parameters);

    /// <summary>Whether a table has any row.</summary>
    public bool HasRows(string table) => connection.ExecuteScalar<long>($"select exists (select 1 from {table})") != 0;

    /// <summary>Begins the transaction in which all statements run until it ends.</summary>
    public virtual DbTransaction BeginTransaction() => connection.BeginTransaction();

    public void Dispose() => connection.Dispose();
}
