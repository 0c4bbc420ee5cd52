using LitePipeline.Core;

namespace LitePipeline.Storage.InMemory.Rows;

/// <summary>The rows of one kind: found by id, listed by sequence. Sequences grow, so an addition is an append.</summary>
/// <param name="kind">What a row is, for messages.</param>
/// <param name="undo">Learns how each step is taken back.</param>
internal sealed class RowTable<TId, TRow>(string kind, UndoLog undo) where TId : notnull where TRow : class, IRow<TId>
{
    private readonly Dictionary<TId, TRow> _byId = [];
    private readonly List<TRow> _bySequence = [];

    /// <summary>The highest sequence ever given.</summary>
    public long High { get; private set; }

    public int Count => _bySequence.Count;

    /// <summary>The rows, oldest first.</summary>
    public TRow this[int index] => _bySequence[index];

    public IReadOnlyList<TRow> Rows => _bySequence;

    public TRow? Find(TId id) => _byId.GetValueOrDefault(id);

    /// <exception cref="StoreException">It is not there.</exception>
    public TRow Get(TId id) => _byId.TryGetValue(id, out var row) ? row : throw new StoreException($"The {kind} {id} is not in the store.");

    /// <exception cref="StoreException">Its id or its sequence is another row's.</exception>
    public void Add(TRow row)
    {
        if (!IsFree(row.Sequence)) throw new StoreException($"The sequence {row.Sequence} of the {kind} {row.Id} is another one's.");
        if (!_byId.TryAdd(row.Id, row)) throw new StoreException($"The {kind} {row.Id} is in the store already.");
        List(row);
        undo.Note(static (table, row, high) => ((RowTable<TId, TRow>)table).TakeBack((TRow)row!, high), this, row, High);
        High = Math.Max(High, row.Sequence);
    }

    /// <summary>Removes a row, where there is one.</summary>
    public void Remove(TId id)
    {
        if (!_byId.Remove(id, out var row)) return;
        _bySequence.RemoveAt(IndexOf(row.Sequence));
        undo.Note(static (table, row, _) => ((RowTable<TId, TRow>)table).PutBack((TRow)row!), this, row);
    }

    private void TakeBack(TRow row, long high)
    {
        _byId.Remove(row.Id);
        _bySequence.RemoveAt(IndexOf(row.Sequence));
        High = high;
    }

    private void PutBack(TRow row)
    {
        _byId.Add(row.Id, row);
        List(row);
    }

    private bool IsFree(long sequence) => _bySequence.Count == 0 || _bySequence[^1].Sequence < sequence || IndexOf(sequence) < 0;

    private void List(TRow row)
    {
        if (_bySequence.Count == 0 || _bySequence[^1].Sequence < row.Sequence) _bySequence.Add(row);
        else _bySequence.Insert(~IndexOf(row.Sequence), row);
    }

    /// <summary>The index of a sequence, or the complement of where it would stand.</summary>
    private int IndexOf(long sequence)
    {
        int low = 0, high = _bySequence.Count - 1;
        while (low <= high)
        {
            var middle = low + ((high - low) >> 1);
            var found = _bySequence[middle].Sequence;
            if (found == sequence) return middle;
            if (found < sequence) low = middle + 1;
            else high = middle - 1;
        }

        return ~low;
    }
}
