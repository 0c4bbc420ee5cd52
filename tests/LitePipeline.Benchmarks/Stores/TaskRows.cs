using LitePipeline.Core;
using LitePipeline.Core.Actions;
using LitePipeline.Core.Applications;
using LitePipeline.Core.Nodes;
using LitePipeline.Core.Storage;
using LitePipeline.Core.Tasks;

namespace LitePipeline.Benchmarks.Stores;

/// <summary>The rows of tasks of one action.</summary>
internal sealed class TaskRows
{
    /// <summary>How many changes a task takes.</summary>
    public const int PerTask = 5;

    private static readonly AppId Application = new(Guid.CreateVersion7());
    private static readonly NodeId Node = new(Guid.CreateVersion7());
    private static readonly JsonData Result = JsonData.Parse("""{"data": {"count": 1, "name": "some text"}, "actions": []}""");

    private long _sequence;

    /// <summary>Commits what tasks leave from their beginning to their end.</summary>
    public async Task WriteAsync(IPipelineStore store, int tasks, int changesPerCommit)
    {
        var changes = new List<StoreChange>(changesPerCommit);
        for (var task = 0; task < tasks; task++)
        {
            foreach (var change in Life())
            {
                changes.Add(change);
                if (changes.Count < changesPerCommit) continue;
                await store.CommitAsync(changes, CancellationToken.None);
                changes.Clear();
            }
        }
    }

    private StoreChange[] Life()
    {
        var now = TimeProvider.System.GetUtcNow();
        var task = new TaskRecord
        {
            Id = new TaskId(Guid.CreateVersion7()),
            Sequence = ++_sequence,
            Name = "benchmark",
            Application = Application,
            Version = "da39a3ee5e6b4b0d3255bfef95601890afd80709",
            Input = JsonData.EmptyObject,
            CreatedAt = now,
            State = new TaskState(RunStage.Pending, null, now),
        };
        var action = new ActionRecord { Task = task.Id, Name = "only", Ordinal = 0, Stage = RunStage.Running, Attempt = 1, Node = Node, StartedAt = now };
        return
        [
            new StoreChange.AddTask(task),
            new StoreChange.UpdateTask(task.Id, task.State with { Stage = RunStage.Running, StartedAt = now }),
            new StoreChange.SaveAction(action),
            new StoreChange.SaveAction(action with { Stage = RunStage.Finished, Status = RunStatus.Success, EndedAt = now, ReturnCode = 0, Result = Result }),
            new StoreChange.UpdateTask(task.Id, new TaskState(RunStage.Finished, RunStatus.Success, now, now, now)),
        ];
    }
}
