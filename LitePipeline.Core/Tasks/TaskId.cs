namespace LitePipeline.Core.Tasks;

/// <summary>A task's id.</summary>
public readonly record struct TaskId(Guid Value)
{
    /// <summary>The id as users see it: a UUID in lower case.</summary>
    public override string ToString() => Value.ToString();
}
