using LitePipeline.Core.Tasks;

namespace LitePipeline.Storage.InMemory.Rows;

/// <summary>A task with its actions.</summary>
/// <param name="added">The task as it was added.</param>
internal sealed class TaskRow(TaskRecord added) : IRow<TaskId>
{
    public TaskId Id => Added.Id;

    public long Sequence => Added.Sequence;

    /// <summary>The task as it was added or last run anew.</summary>
    public TaskRecord Added { get; set; } = added;

    /// <summary>Kept beside the record, so that an update copies nothing.</summary>
    public TaskState State { get; set; } = added.State;

    public ActionRows? Actions { get; set; }

    public TaskRecord ToRecord() => ReferenceEquals(State, Added.State) ? Added : Added with { State = State };
}
