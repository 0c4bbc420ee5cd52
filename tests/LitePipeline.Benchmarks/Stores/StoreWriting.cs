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
internal sealed class StoreWriting(IPipelineStore store)
{
    private const int ChangesPerTask = 5;
    private static readonly AppId Application = new(Guid.CreateVersion7());
    private static readonly NodeId Node = new(Guid.CreateVersion7());
    private static readonly JsonData Result = JsonData.Parse("""{"data": {"count": 1, "name": "some text"}, "actions": []}""");

    private long _sequence;

    public static async Task RunAsync(Report report)
    {
        const int few = 200, tasks = 10_000, perCommit = 500;
        const string commit = "a durable commit of one change (SQLite, synchronous=FULL)";
        const string row = "rows in durable commits of 2,500";
        var folder = Directory.CreateTempSubdirectory("litepipeline-benchmark-");
        try
        {
            await using var store = SqlitePipelineStore.Create(new SqliteStoreOptions { Path = Path.Combine(folder.FullName, "state.db") });
            await store.OpenAsync(CancellationToken.None);
            var writing = new StoreWriting(store);
            report.Add(commit, "LitePipeline", few * ChangesPerTask / await Measure.SecondsAsync(() => writing.WriteAsync(few, changesPerCommit: 1)), "commits/s");
            report.Add(commit, "write and flush of 4 KB, by the disk alone", few * ChangesPerTask / await Measure.SecondsAsync(() => PlainFile.FlushAsync(folder.FullName, few * ChangesPerTask)), "flushes/s");
            report.Add(row, "LitePipeline", tasks * ChangesPerTask / await Measure.SecondsAsync(() => writing.WriteAsync(tasks, perCommit * ChangesPerTask)), "rows/s");
            report.Add(row, "Microsoft.Data.Sqlite, a prepared insert of 16 columns", tasks * ChangesPerTask / await Measure.SecondsAsync(() => PlainSqlite.InsertAsync(folder.FullName, tasks * ChangesPerTask, perCommit * ChangesPerTask)), "rows/s");
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    private async Task WriteAsync(int tasks, int changesPerCommit)
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
