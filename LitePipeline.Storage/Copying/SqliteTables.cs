using LitePipeline.Storage.Sqlite;
using Microsoft.Data.Sqlite;

namespace LitePipeline.Storage.Copying;

internal sealed class SqliteTables(SqliteConnection connection) : CopyTables(connection)
{
    protected override string Columns => """
        select m.name as "Table", c.name as "Column", c.pk as Place from sqlite_master m join pragma_table_info(m.name) c
        where m.type = 'table' and m.name not like 'sqlite^_%' escape '^' order by m.rowid
        """;

    public override void Write(CopyTable table, IEnumerable<object?[]> rows)
    {
        string[] parameters = [.. table.Columns.Select(column => "@" + column)];
        using var insert = new SqliteStatement(connection, $"insert into {table.Name} ({table.List}) values ({string.Join(", ", parameters)})", parameters);
        foreach (var row in rows) insert.Execute(row);
    }
}
