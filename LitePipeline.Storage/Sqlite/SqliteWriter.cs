using LitePipeline.Storage.Relational;
using Microsoft.Data.Sqlite;

namespace LitePipeline.Storage.Sqlite;

/// <summary>Writes by a connection of SQLite.</summary>
internal sealed class SqliteWriter(SqliteConnection connection) : WriterConnection(connection)
{
    public override IWriterStatement Prepare(string sql, params ReadOnlySpan<string> parameters) => new SqliteStatement(connection, sql, parameters);
}
