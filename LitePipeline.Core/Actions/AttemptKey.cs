using LitePipeline.Core.Tasks;

namespace LitePipeline.Core.Actions;

/// <summary>One run of one action. A result counts only for the attempt that is current.</summary>
/// <param name="Task">The task.</param>
/// <param name="Action">The action's name.</param>
/// <param name="Attempt">1 for the first run, and one more for each further one.</param>
public readonly record struct AttemptKey(TaskId Task, string Action, int Attempt)
{
    /// <summary>Task, action and number on one line.</summary>
    public override string ToString() => $"{Task}/{Action}#{Attempt}";
}
