using LitePipeline.Core.Tasks;

namespace LitePipeline.Storage.InMemory;

/// <summary>A task with its actions.</summary>
/// <param name="added">The task as it was added.</param>
internal sealed class TaskRow(TaskRecord added)
{
    public TaskId Id => added.Id;

    public long Sequence => added.Sequence;

    public TaskRecord Added => added;

    /// <summary>Kept beside the record, so that an update copies nothing.</summary>
    public TaskState State { get; set; } = added.State;

    public ActionRows? Actions { get; set; }

    public TaskRecord ToRecord() => ReferenceEquals(State, added.State) ? added : added with { State = State };
}
