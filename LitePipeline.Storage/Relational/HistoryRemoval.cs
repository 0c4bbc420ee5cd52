namespace LitePipeline.Storage.Relational;

/// <summary>Removes versions from histories and remembers their numbers, so that none is given twice.</summary>
internal sealed class HistoryRemoval(WriterConnection connection, string table, string owner, string mark) : IDisposable
{
    private const string Raise = "on conflict (name) do update set value = excluded.value where excluded.value > high_marks.value";

    private readonly IWriterStatement _markOne = connection.Prepare($"""
        insert into high_marks (name, value) select '{mark}', history_id from {table} where history_id = @history and {owner} = @owner
        {Raise}
        """, "@history", "@owner");

    private readonly IWriterStatement _markAll = connection.Prepare($"""
        insert into high_marks (name, value) select '{mark}', max(history_id) from {table} where {owner} = @owner having count(*) > 0
        {Raise}
        """, "@owner");

    private readonly IWriterStatement _delete = connection.Prepare($"delete from {table} where history_id = @history and {owner} = @owner", "@history", "@owner");

    /// <summary>Removes one version, where there is one.</summary>
    public void Delete(Guid owner, long history)
    {
        var key = SqlValues.Of(owner);
        _markOne.Queue(history, key);
        _delete.Queue(history, key);
    }

    /// <summary>Remembers the numbers of a whole history, which goes with its owner's row.</summary>
    public void Remember(Guid owner) => _markAll.Queue(SqlValues.Of(owner));

    public void Dispose()
    {
        _markOne.Dispose();
        _markAll.Dispose();
        _delete.Dispose();
    }
}
