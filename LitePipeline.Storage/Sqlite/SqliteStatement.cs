using LitePipeline.Storage.Relational;
using Microsoft.Data.Sqlite;
using SQLitePCL;

namespace LitePipeline.Storage.Sqlite;

/// <summary>A statement of SQLite's own.</summary>
internal sealed class SqliteStatement : IWriterStatement
{
    private readonly sqlite3 _database;
    private readonly sqlite3_stmt _statement;
    private readonly int[] _places;

    public SqliteStatement(SqliteConnection connection, string sql, ReadOnlySpan<string> parameters)
    {
        _database = connection.Handle!;
        Check(raw.sqlite3_prepare_v3(_database, sql, raw.SQLITE_PREPARE_PERSISTENT, out _statement));
        _places = new int[parameters.Length];
        for (var at = 0; at < parameters.Length; at++)
        {
            _places[at] = raw.sqlite3_bind_parameter_index(_statement, parameters[at]);
            if (_places[at] == 0) throw new ArgumentException($"The statement has no parameter {parameters[at]}: {sql}", nameof(parameters));
        }
    }

    public int Execute(params ReadOnlySpan<object?> values)
    {
        try
        {
            for (var at = 0; at < values.Length; at++) Bind(_places[at], values[at]);
            Check(raw.sqlite3_step(_statement));
            return raw.sqlite3_changes(_database);
        }
        finally
        {
            // What was large is let go, and what is not bound next time is null.
            _ = raw.sqlite3_reset(_statement);
            _ = raw.sqlite3_clear_bindings(_statement);
        }
    }

    public void Dispose() => _statement.Dispose();

    private void Bind(int place, object? value)
    {
        switch (value)
        {
            case null: break;
            case long number: Check(raw.sqlite3_bind_int64(_statement, place, number)); break;
            case int number: Check(raw.sqlite3_bind_int64(_statement, place, number)); break;
            case byte[] bytes: Check(raw.sqlite3_bind_blob(_statement, place, bytes)); break;
            case string text: Check(raw.sqlite3_bind_text(_statement, place, text)); break;
            default: throw new NotSupportedException($"A {value.GetType().Name} has no column.");
        }
    }

    private void Check(int result) => SqliteException.ThrowExceptionForRC(result, _database);
}
