using System.Collections.Concurrent;
using LitePipeline.Core;
using LitePipeline.Storage.Relational;
using Npgsql;
using NpgsqlTypes;

namespace LitePipeline.Storage.Postgres;

/// <summary>A statement of PostgreSQL's own; the driver prepares it when it is used again.</summary>
internal sealed class PostgresStatement : IWriterStatement
{
    // What the server says of a statement's parameters is the same for every connection of this schema version.
    private static readonly ConcurrentDictionary<string, NpgsqlDbType[]> Known = new();

    private readonly PostgresWriter _writer;
    private readonly string _sql;
    private readonly NpgsqlDbType[] _types;

    public PostgresStatement(PostgresWriter writer, NpgsqlConnection connection, string sql, ReadOnlySpan<string> parameters)
    {
        _writer = writer;
        // The longest first: one name may begin with another.
        var names = parameters.ToArray();
        _sql = names.Index().OrderByDescending(name => name.Item.Length).Aggregate(sql, (text, name) => text.Replace(name.Item, $"${name.Index + 1}", StringComparison.Ordinal));
        _types = Known.GetOrAdd(sql, _ => Types(connection, sql, names));
    }

    public int Execute(params ReadOnlySpan<object?> values)
    {
        var command = Command(values, out var bytes);
        _writer.Send();
        _writer.Queue(command, bytes, null);
        _writer.Send();
        return (int)command.RecordsAffected;
    }

    public void Queue(params ReadOnlySpan<object?> values) => Queue((Func<LitePipelineException>?)null, values);

    public void QueueFor(string what, Guid id, params ReadOnlySpan<object?> values) => Queue(() => IWriterStatement.Missing(what, id), values);

    /// <summary>Runs it in its turn; where it touches no row, that is a failure.</summary>
    public void Queue(Func<LitePipelineException>? required, params ReadOnlySpan<object?> values) => _writer.Queue(Command(values, out var bytes), bytes, required);

    // What the driver has prepared goes with the connection.
    public void Dispose() { }

    private NpgsqlBatchCommand Command(ReadOnlySpan<object?> values, out int bytes)
    {
        var command = new NpgsqlBatchCommand(_sql);
        bytes = 0;
        for (var at = 0; at < values.Length; at++)
        {
            bytes += values[at] switch { string text => text.Length, byte[] blob => blob.Length, _ => sizeof(long) };
            command.Parameters.Add(new NpgsqlParameter { NpgsqlDbType = _types[at], Value = Value(values[at]) });
        }

        return command;
    }

    private static object Value(object? value) => value switch
    {
        null => DBNull.Value,
        int number => (long)number,
        string text => PostgresText.Encode(text),
        _ => value,
    };

    private static NpgsqlDbType[] Types(NpgsqlConnection connection, string sql, string[] names)
    {
        using var command = new NpgsqlCommand(sql, connection);
        NpgsqlCommandBuilder.DeriveParameters(command);
        return [.. names.Select(name => command.Parameters[name[1..]].NpgsqlDbType)];
    }
}
