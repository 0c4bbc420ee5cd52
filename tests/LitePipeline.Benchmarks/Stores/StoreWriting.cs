using LitePipeline.Benchmarks.Measuring;
using LitePipeline.Benchmarks.Peers;
using LitePipeline.Core;
using LitePipeline.Core.Actions;
using LitePipeline.Core.Applications;
using LitePipeline.Core.Nodes;
using LitePipeline.Core.Storage;
using LitePipeline.Core.Tasks;
using LitePipeline.Storage.Sqlite;

namespace LitePipeline.Benchmarks.Stores;

/// <summary>What a manager writes, without the manager: the rows that tasks of one action leave from their beginning to their end.</summary>
internal sealed class StoreWriting : IBenchmark
{
    private const int ChangesPerTask = 5;
    private static readonly AppId Application = new(Guid.CreateVersion7());
    private static readonly NodeId Node = new(Guid.CreateVersion7());
    private static readonly JsonData Result = JsonData.Parse("""{"data": {"count": 1, "name": "some text"}, "actions": []}""");

    private long _sequence;

    public string Name => "store";

    public async Task RunAsync(Report report, Scale scale)
    {
        var (few, tasks) = (scale.Of(200), scale.Of(10_000));
        const int perCommit = 500;
        var folder = Directory.CreateTempSubdirectory("litepipeline-benchmark-");
        try
        {
            await using var store = SqlitePipelineStore.Create(new SqliteStoreOptions { Path = Path.Combine(folder.FullName, "state.db") });
            await store.OpenAsync(CancellationToken.None);
            report.Rates("a durable commit of one change (SQLite, synchronous=FULL)", "commits/s", await Contest.RunAsync(
                scale,
                new Contestant("LitePipeline", few * ChangesPerTask, () => WriteAsync(store, few, changesPerCommit: 1)),
                new Contestant("write and flush of 4 KB, by the disk alone", few * ChangesPerTask, () => PlainFile.FlushAsync(folder.FullName, few * ChangesPerTask))));
            report.Rates("rows in durable commits of 2,500", "rows/s", await Contest.RunAsync(
                scale,
                new Contestant("LitePipeline", tasks * ChangesPerTask, () => WriteAsync(store, tasks, perCommit * ChangesPerTask)),
                new Contestant("Microsoft.Data.Sqlite, a prepared insert of 16 columns", tasks * ChangesPerTask, () => PlainSqlite.InsertAsync(folder.FullName, tasks * ChangesPerTask, perCommit * ChangesPerTask))));
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    private async Task WriteAsync(IPipelineStore store, int tasks, int changesPerCommit)
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
