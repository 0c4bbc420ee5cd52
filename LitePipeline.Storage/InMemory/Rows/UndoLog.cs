namespace LitePipeline.Storage.InMemory.Rows;

/// <summary>How to take back what a commit has done so far. Kept between commits, so that a commit allocates nothing for it.</summary>
internal sealed class UndoLog
{
    private readonly List<Step> _steps = [];

    /// <summary>Notes how to take one step back; <paramref name="revert"/> is a static lambda over the operands.</summary>
    public void Note(Action<object, object?, long> revert, object target, object? value = null, long number = 0) =>
        _steps.Add(new Step(revert, target, value, number));

    public void Forget() => _steps.Clear();

    public void Revert()
    {
        for (var at = _steps.Count - 1; at >= 0; at--)
        {
            var step = _steps[at];
            step.Revert(step.Target, step.Value, step.Number);
        }

        _steps.Clear();
    }

    private readonly record struct Step(Action<object, object?, long> Revert, object Target, object? Value, long Number);
}
