namespace LitePipeline.Storage.InMemory;

/// <summary>The tasks by sequence, oldest first. Sequences grow, so an addition is an append.</summary>
internal sealed class TaskList
{
    private readonly List<TaskRow> _rows = [];

    public int Count => _rows.Count;

    public TaskRow this[int index] => _rows[index];

    /// <summary>Whether no task has this sequence.</summary>
    public bool IsFree(long sequence) => _rows.Count == 0 || _rows[^1].Sequence < sequence || Find(sequence) < 0;

    public void Add(TaskRow row)
    {
        if (_rows.Count == 0 || _rows[^1].Sequence < row.Sequence) _rows.Add(row);
        else _rows.Insert(~Find(row.Sequence), row);
    }

    public void Remove(TaskRow row) => _rows.RemoveAt(Find(row.Sequence));

    /// <summary>The index of a sequence, or the complement of where it would stand.</summary>
    private int Find(long sequence)
    {
        int low = 0, high = _rows.Count - 1;
        while (low <= high)
        {
            var middle = low + ((high - low) >> 1);
            var found = _rows[middle].Sequence;
            if (found == sequence) return middle;
            if (found < sequence) low = middle + 1;
            else high = middle - 1;
        }

        return ~low;
    }
}
