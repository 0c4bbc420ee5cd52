using System.Data.Common;
using Dapper;

namespace LitePipeline.Storage.Copying;

/// <summary>A table to copy.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Columns">Its columns, in an order that does not depend on when each was added.</param>
/// <param name="Key">The columns of its primary key, which give its rows an order.</param>
internal sealed record CopyTable(string Name, IReadOnlyList<string> Columns, IReadOnlyList<string> Key)
{
    /// <summary>What two databases must have alike.</summary>
    public string Shape => $"{Name}({List}) by {string.Join(", ", Key)}";

    public string List => string.Join(", ", Columns);
}

/// <summary>The tables of a database, whole, by the connection that has the right to write them.</summary>
internal abstract class CopyTables(DbConnection connection)
{
    /// <summary>A query for <c>Table</c>, <c>Column</c> and <c>Place</c> in the primary key, 0 for none; what a table refers to comes before it.</summary>
    protected abstract string Columns { get; }

    /// <summary>The tables that both kinds of database have.</summary>
    public List<CopyTable> List() => [.. connection.Query<(string Table, string Column, long Place)>(Columns)
        .Where(column => column.Table is not ("schema_version" or "writer"))
        .GroupBy(column => column.Table)
        .Select(table => new CopyTable(
            table.Key,
            [.. table.Select(column => column.Column).Order(StringComparer.Ordinal)],
            [.. table.Where(column => column.Place > 0).OrderBy(column => column.Place).Select(column => column.Column)]))];

    public long Count(CopyTable table) => connection.ExecuteScalar<long>($"select count(*) from {table.Name}", commandTimeout: 0);

    /// <summary>The rows in the order of the key: whole numbers, bytes, texts and nulls.</summary>
    public IEnumerable<object?[]> Read(CopyTable table)
    {
        using var rows = Decoded((DbDataReader)connection.ExecuteReader($"select {table.List} from {table.Name} order by {string.Join(", ", table.Key)}", commandTimeout: 0));
        while (rows.Read())
        {
            var row = new object?[rows.FieldCount];
            for (var at = 0; at < row.Length; at++) row[at] = rows.GetValue(at) is var value and not DBNull ? value : null;
            yield return row;
        }
    }

    public abstract void Write(CopyTable table, IEnumerable<object?[]> rows);

    /// <summary>Lets its transaction stand still while the other database is at work.</summary>
    public virtual void TakeTime() { }

    /// <summary>Sets what goes on counting from the rows.</summary>
    public virtual void Finish(IReadOnlyList<CopyTable> tables) { }

    protected virtual DbDataReader Decoded(DbDataReader rows) => rows;
}
