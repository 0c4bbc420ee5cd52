using System.Data.Common;
using Dapper;
using LitePipeline.Core;
using LitePipeline.Storage.Postgres;
using LitePipeline.Storage.Relational;
using LitePipeline.Storage.Sqlite;
using Microsoft.Data.Sqlite;
using Npgsql;

namespace LitePipeline.Storage.Copying;

/// <summary>Copies all that a store keeps into an empty one of the other kind, whole or not at all. No manager may run on either: both are locked meanwhile.</summary>
public static class StoreCopy
{
    /// <summary>Copies from SQLite to PostgreSQL.</summary>
    /// <returns>The tables, each as it was read again where it is now.</returns>
    /// <exception cref="StoreException">A manager has one of them, one cannot be read or written, the first holds nothing, or the second holds something.</exception>
    public static Task<IReadOnlyList<CopiedTable>> RunAsync(SqliteStoreOptions from, PostgresStoreOptions to, CancellationToken cancellationToken) => Task.Run<IReadOnlyList<CopiedTable>>(() =>
    {
        ArgumentNullException.ThrowIfNull(from);
        ArgumentNullException.ThrowIfNull(to);
        return Run(new SqliteDialect(from), new PostgresDialect(to), connection => new SqliteTables((SqliteConnection)connection), connection => new PostgresTables((NpgsqlConnection)connection), cancellationToken);
    }, cancellationToken);

    /// <summary>Copies from PostgreSQL to SQLite.</summary>
    /// <inheritdoc cref="RunAsync(SqliteStoreOptions, PostgresStoreOptions, CancellationToken)"/>
    public static Task<IReadOnlyList<CopiedTable>> RunAsync(PostgresStoreOptions from, SqliteStoreOptions to, CancellationToken cancellationToken) => Task.Run<IReadOnlyList<CopiedTable>>(() =>
    {
        ArgumentNullException.ThrowIfNull(from);
        ArgumentNullException.ThrowIfNull(to);
        return Run(new PostgresDialect(from), new SqliteDialect(to), connection => new PostgresTables((NpgsqlConnection)connection), connection => new SqliteTables((SqliteConnection)connection), cancellationToken);
    }, cancellationToken);

    private static List<CopiedTable> Run(
        ISqlDialect from, ISqlDialect to, Func<DbConnection, CopyTables> reading, Func<DbConnection, CopyTables> writing, CancellationToken cancellationToken)
    {
        try
        {
            RefuseMissing(from);
            using var source = Open(from);
            using var target = Open(to);
            var (old, copy) = (reading(source), writing(target));
            old.TakeTime();
            copy.TakeTime();
            using var reads = source.BeginTransaction();
            using var writes = target.BeginTransaction();
            var copied = Run(from.Describe, old, to.Describe, copy, cancellationToken);
            writes.Commit();
            return copied;
        }
        catch (DbException failure)
        {
            throw new StoreException($"{from.Describe} cannot be copied to {to.Describe}: {failure.Message}", failure);
        }
        finally
        {
            from.ReleaseReaders();
        }
    }

    private static List<CopiedTable> Run(string from, CopyTables source, string to, CopyTables target, CancellationToken cancellationToken)
    {
        var tables = source.List();
        if (!tables.Select(table => table.Shape).Order().SequenceEqual(target.List().Select(table => table.Shape).Order()))
            throw new StoreException($"{from} and {to} do not have the same tables; nothing was copied.");
        foreach (var table in tables)
        {
            if (target.Count(table) is > 0 and var rows) throw new StoreException($"{to} is not empty: {table.Name} has {rows} rows. Name an empty database; nothing was copied.");
        }

        var copied = new List<CopiedTable>();
        foreach (var table in tables)
        {
            var digest = new RowDigest(table);
            target.Write(table, source.Read(table).Select(row =>
            {
                cancellationToken.ThrowIfCancellationRequested();
                digest.Add(row);
                return row;
            }));
            var there = new RowDigest(table);
            foreach (var row in target.Read(table)) there.Add(row);
            var (read, written) = (digest.Finish(), there.Finish());
            if (read != written) throw new StoreException($"{table.Name} is not the same in {to} as in {from} ({written.Rows} rows instead of {read.Rows}, or other contents); nothing was copied.");
            copied.Add(written);
        }

        if (copied.Sum(table => table.Rows) == 0) throw new StoreException($"{from} holds nothing.");
        target.Finish(tables);
        return copied;
    }

    // To open it for writing would make it.
    private static void RefuseMissing(ISqlDialect from)
    {
        using var connection = from.OpenReader();
        if (connection.ExecuteScalar<long>(from.CountTablesNamed, new { name = "schema_version" }) == 0) throw new StoreException($"{from.Describe} is no store of LitePipeline.");
    }

    private static DbConnection Open(ISqlDialect dialect)
    {
        var connection = dialect.OpenWriter();
        try
        {
            Migrations.Apply(connection, dialect);
            return connection;
        }
        catch
        {
            connection.Dispose();
            throw;
        }
    }
}
