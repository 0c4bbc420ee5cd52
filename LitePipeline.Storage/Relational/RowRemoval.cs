namespace LitePipeline.Storage.Relational;

/// <summary>Removes rows of a table by their id and remembers their numbers, so that none is given twice.</summary>
internal sealed class RowRemoval(WriterConnection connection, string table, string mark) : IDisposable
{
    private readonly IWriterStatement _mark = connection.Prepare($"""
        insert into high_marks (name, value) select '{mark}', sequence from {table} where id = @id
        on conflict (name) do update set value = excluded.value where excluded.value > high_marks.value
        """, "@id");

    private readonly IWriterStatement _delete = connection.Prepare($"delete from {table} where id = @id", "@id");

    public void Delete(Guid id)
    {
        var key = SqlValues.Of(id);
        _mark.Queue(key);
        _delete.Queue(key);
    }

    public void Dispose()
    {
        _mark.Dispose();
        _delete.Dispose();
    }
}
