using System.Data.Common;
using Dapper;
using LitePipeline.Storage.Postgres;
using Npgsql;
using NpgsqlTypes;

namespace LitePipeline.Storage.Copying;

internal sealed class PostgresTables(NpgsqlConnection connection) : CopyTables(connection)
{
    protected override string Columns => """
        select t.relname::text, a.attname::text, coalesce(array_position(k.conkey, a.attnum), 0)::bigint
        from pg_class t join pg_attribute a on a.attrelid = t.oid and a.attnum > 0 and not a.attisdropped
            left join pg_constraint k on k.conrelid = t.oid and k.contype = 'p'
        where t.relkind = 'r' and t.relnamespace = current_schema()::regnamespace order by t.oid, a.attnum
        """;

    public override void Write(CopyTable table, IEnumerable<object?[]> rows)
    {
        using var import = connection.BeginBinaryImport($"copy {table.Name} ({table.List}) from stdin (format binary)");
        import.Timeout = TimeSpan.Zero;
        foreach (var row in rows)
        {
            import.StartRow();
            foreach (var value in row)
            {
                switch (value)
                {
                    case null: import.WriteNull(); break;
                    case long number: import.Write(number, NpgsqlDbType.Bigint); break;
                    case byte[] bytes: import.Write(bytes, NpgsqlDbType.Bytea); break;
                    case string text: import.Write(PostgresText.Encode(text), NpgsqlDbType.Text); break;
                    default: throw new NotSupportedException($"A {value.GetType().Name} has no column.");
                }
            }
        }

        import.Complete();
    }

    public override void TakeTime() => connection.Execute("set idle_in_transaction_session_timeout = 0");

    public override void Finish(IReadOnlyList<CopyTable> tables)
    {
        var counted = connection.Query<(string Table, string Column)>(
            "select table_name::text, column_name::text from information_schema.columns where table_schema = current_schema() and is_identity = 'YES'").AsList();
        foreach (var (table, column) in counted)
            connection.ExecuteScalar<long>($"select setval(pg_get_serial_sequence('{table}', '{column}'), coalesce((select max({column}) from {table}), 0) + 1, false)");
        // So that its first queries are planned for the rows that are there.
        foreach (var table in tables) connection.Execute($"analyze {table.Name}", commandTimeout: 0);
    }

    protected override DbDataReader Decoded(DbDataReader rows) => new DecodingReader(rows);
}
