using System.Data.Common;

namespace LitePipeline.Storage.Relational;

/// <summary>Removes rows of a table by their id and remembers their numbers, so that none is given twice.</summary>
internal sealed class RowRemoval(DbConnection connection, string table, string mark) : IDisposable
{
    private readonly PreparedStatement _mark = new(connection, $"""
        insert into high_marks (name, value) select '{mark}', sequence from {table} where id = @id
        on conflict (name) do update set value = excluded.value where excluded.value > high_marks.value
        """, "@id");

    private readonly PreparedStatement _delete = new(connection, $"delete from {table} where id = @id", "@id");

    public void Delete(DbTransaction transaction, Guid id)
    {
        var key = SqlValues.Of(id);
        _mark.Execute(transaction, key);
        _delete.Execute(transaction, key);
    }

    public void Dispose()
    {
        _mark.Dispose();
        _delete.Dispose();
    }
}
