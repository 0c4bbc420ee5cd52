using System.Collections.Concurrent;
using System.Data.Common;
using LitePipeline.Core.Storage;
using LitePipeline.Storage.Queries;
using LitePipeline.Storage.Relational;
using LitePipeline.Storage.Sqlite;
using Microsoft.Data.Sqlite;
using SQLitePCL;

namespace LitePipeline.Storage.Tests.Sqlite;

/// <summary>SQLite, and what it was told to do, with the values in it.</summary>
internal sealed class TracingDialect(SqliteStoreOptions options) : ISqlDialect
{
    private readonly SqliteDialect _sqlite = new(options);

    public ConcurrentQueue<string> Statements { get; } = new();

    public string Describe => _sqlite.Describe;

    public string MigrationPrefix => _sqlite.MigrationPrefix;

    public string CountTablesNamed => _sqlite.CountTablesNamed;

    public IPipelineStore NewStore() => new RelationalPipelineStore(this);

    public DbConnection OpenWriter() => Traced(_sqlite.OpenWriter());

    public WriterConnection StartWriting(DbConnection connection, bool goesOn) => _sqlite.StartWriting(connection, goesOn);

    public DbConnection OpenReader() => Traced(_sqlite.OpenReader());

    public DbTransaction BeginRead(DbConnection connection) => _sqlite.BeginRead(connection);

    public string NameFits(string column, NamePattern pattern, string parameter, out object value) => _sqlite.NameFits(column, pattern, parameter, out value);

    public string IsOneOf(string column, IEnumerable<Guid> ids, string parameter, out object value) => _sqlite.IsOneOf(column, ids, parameter, out value);

    public string WithoutIndex(string column) => _sqlite.WithoutIndex(column);

    public void ReleaseReaders() => _sqlite.ReleaseReaders();

    private DbConnection Traced(DbConnection connection)
    {
        raw.sqlite3_trace(((SqliteConnection)connection).Handle, (_, statement) => Statements.Enqueue(statement), null!);
        return connection;
    }
}
