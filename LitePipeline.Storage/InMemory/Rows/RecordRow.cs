namespace LitePipeline.Storage.InMemory.Rows;

/// <summary>A row that holds one record, replaced as a whole.</summary>
internal sealed class RecordRow<TId, TRecord>(TId id, long sequence, TRecord record) : IRow<TId> where TRecord : class
{
    public TId Id => id;

    public long Sequence => sequence;

    public TRecord Record { get; set; } = record;
}
