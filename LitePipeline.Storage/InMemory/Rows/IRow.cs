namespace LitePipeline.Storage.InMemory.Rows;

/// <summary>What a row needs to stand in a <see cref="RowTable{TId, TRow}"/>.</summary>
internal interface IRow<TId>
{
    TId Id { get; }

    long Sequence { get; }
}
