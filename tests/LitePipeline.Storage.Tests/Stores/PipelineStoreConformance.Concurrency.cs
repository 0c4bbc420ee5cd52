using System.Collections;
using LitePipeline.Core;
using LitePipeline.Core.Storage;
using LitePipeline.Core.Tasks;
using LitePipeline.Storage.Tests.Samples;

namespace LitePipeline.Storage.Tests.Stores;

public abstract partial class PipelineStoreConformance
{
    [Fact]
    public async Task A_query_beside_a_commit_sees_all_of_it_or_nothing()
    {
        await CommitAsync(new StoreChange.AddTask(Sample.Task(1)));
        using var changes = new HeldChanges([new StoreChange.AddTask(Sample.Task(2)), new StoreChange.AddTask(Sample.Task(3)), new StoreChange.AddTask(Sample.Task(4))], heldAt: 2);
        var commit = Task.Run(() => Store.CommitAsync(changes, CancellationToken.None));
        await changes.Reached.WaitAsync(Limit.Time);

        // A store may answer at once from the commit before, or let the query wait; it may not answer from the middle.
        var query = Task.Run(() => Store.QueryAsync(new TaskQuery(), CancellationToken.None));
        var load = Task.Run(LoadAsync);
        changes.Release();
        await commit.WaitAsync(Limit.Time);

        Assert.Contains((await query.WaitAsync(Limit.Time)).Total, new long[] { 1, 4 });
        Assert.Contains((await load.WaitAsync(Limit.Time)).Tasks.Count, new[] { 1, 4 });
        Assert.Equal(4, (await LoadAsync()).Tasks.Count);
    }

    [Fact]
    public async Task Readers_beside_a_writer_see_whole_commits_only()
    {
        const int commits = 300, readers = 4;
        var done = false;
        var reading = Enumerable.Range(0, readers).Select(_ => Task.Run(async () =>
        {
            long latest = 0;
            while (!Volatile.Read(ref done))
            {
                // Each commit adds a task with an action and a work with a step, and ends the task before.
                var snapshot = await LoadAsync();
                Assert.Equal(snapshot.LastTaskSequence, snapshot.LastWorkSequence);
                Assert.Equal(snapshot.LastWorkSequence, snapshot.WorkSteps.Count);
                Assert.Equal(Math.Min(snapshot.LastTaskSequence, 1), snapshot.Tasks.Count);
                Assert.Equal(snapshot.Tasks.Select(task => task.Id), snapshot.Actions.Select(action => action.Task));
                Assert.InRange(snapshot.LastTaskSequence, latest, commits);
                latest = snapshot.LastTaskSequence;
                var page = await Store.QueryAsync(new TaskQuery { Stage = RunStage.Finished, Limit = 5 }, CancellationToken.None);
                Assert.InRange(page.Total, Math.Max(0, latest - 1), commits);
                Assert.Equal(Math.Min(5, page.Total), page.Items.Count);
                Assert.Equal(page.Total, page.Items.Count == 0 ? 0 : page.Items[0].Sequence);
            }
        })).ToList();

        for (var number = 1; number <= commits; number++)
        {
            StoreChange[] changes =
            [
                new StoreChange.AddTask(Sample.Task(number)),
                new StoreChange.SaveAction(Sample.Action(number, "only")),
                new StoreChange.AddWork(Sample.Work(number)),
                new StoreChange.SaveWorkStep(Sample.Step(number, "only")),
            ];
            await CommitAsync(number == 1 ? changes : [.. changes, new StoreChange.UpdateTask(Sample.TaskId(number - 1), Sample.TaskState(RunStage.Finished, RunStatus.Success))]);
        }

        Volatile.Write(ref done, true);
        await Task.WhenAll(reading).WaitAsync(Limit.Time);
    }

    [Fact]
    public async Task A_call_that_was_given_up_beforehand_does_nothing()
    {
        using var given = new CancellationTokenSource();
        await given.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => Store.CommitAsync([new StoreChange.AddTask(Sample.Task(1))], given.Token));
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => Store.QueryAsync(new TaskQuery(), given.Token));
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => Store.LoadAsync(given.Token));
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => Store.OpenAsync(given.Token));
        AssertSame(new StoreSnapshot(), await LoadAsync());
        await CommitAsync(new StoreChange.AddTask(Sample.Task(1)));
        Assert.Equal(1, (await LoadAsync()).LastTaskSequence);
    }

    [Fact]
    public async Task A_commit_whose_caller_gives_up_while_it_runs_is_whole()
    {
        using var given = new CancellationTokenSource();
        using var changes = new HeldChanges([new StoreChange.AddTask(Sample.Task(1)), new StoreChange.AddTask(Sample.Task(2))], heldAt: 1);
        var commit = Task.Run(() => Store.CommitAsync(changes, given.Token));
        await changes.Reached.WaitAsync(Limit.Time);
        await given.CancelAsync();
        changes.Release();
        await Task.WhenAny(commit).WaitAsync(Limit.Time);

        // Whatever the caller was told: what it says is so.
        Assert.Equal(commit.IsCompletedSuccessfully ? 2 : 0, (await LoadAsync()).LastTaskSequence);
    }

    [Fact]
    public async Task A_list_of_changes_that_breaks_in_the_middle_leaves_nothing()
    {
        using var changes = new HeldChanges([new StoreChange.AddTask(Sample.Task(1)), new StoreChange.AddTask(Sample.Task(2)), null!], heldAt: 9);
        await Assert.ThrowsAnyAsync<Exception>(() => Store.CommitAsync(changes, CancellationToken.None));
        AssertSame(new StoreSnapshot(), await LoadAsync());
        await CommitAsync(new StoreChange.AddTask(Sample.Task(1)));
        Assert.Equal(1, (await LoadAsync()).LastTaskSequence);
    }

    [Fact]
    public async Task Disposing_twice_is_fine()
    {
        await CommitAsync(new StoreChange.AddTask(Sample.Task(1)));
        await Store.DisposeAsync();
        await Store.DisposeAsync();
    }
}

/// <summary>Changes of which one is not handed out before it is released: a commit that stands still in its middle.</summary>
internal sealed class HeldChanges(IReadOnlyList<StoreChange> changes, int heldAt) : IReadOnlyList<StoreChange>, IDisposable
{
    private readonly TaskCompletionSource _reached = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly ManualResetEventSlim _released = new();

    /// <summary>Ends when the commit has come as far.</summary>
    public Task Reached => _reached.Task;

    public int Count => changes.Count;

    public StoreChange this[int index]
    {
        get
        {
            if (index == heldAt)
            {
                _reached.TrySetResult();
                _released.Wait(Limit.Time);
            }

            return changes[index];
        }
    }

    public void Release() => _released.Set();

    public void Dispose() => _released.Dispose();

    public IEnumerator<StoreChange> GetEnumerator() => changes.GetEnumerator();

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();
}
