namespace LitePipeline.Storage.InMemory;

/// <summary>How to take back what a commit has done so far. Kept between commits, so that a commit allocates nothing for it.</summary>
internal sealed class UndoLog
{
    private readonly List<Step> _steps = [];

    /// <summary>Notes how to take one step back; <paramref name="revert"/> is a static lambda over the two operands.</summary>
    public void Note(Action<MemoryTables, object, object?> revert, object first, object? second = null) =>
        _steps.Add(new Step(revert, first, second));

    public void Forget() => _steps.Clear();

    public void Revert(MemoryTables tables)
    {
        for (var at = _steps.Count - 1; at >= 0; at--)
        {
            var step = _steps[at];
            step.Revert(tables, step.First, step.Second);
        }

        _steps.Clear();
    }

    private readonly record struct Step(Action<MemoryTables, object, object?> Revert, object First, object? Second);
}
