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
        const int readers = 4, readsEach = 50, commitsSeen = 25;
        using var stopped = new CancellationTokenSource();
        using var ended = new CountdownEvent(readers);
        var reading = Enumerable.Range(0, readers).Select(_ => Task.Run(async () =>
        {
            long latest = 0;
            try
            {
                for (var read = 0; (read < readsEach || latest < commitsSeen) && !stopped.IsCancellationRequested; read++) latest = await ReadWholeAsync(latest);
            }
            finally
            {
                ended.Signal();
            }

            return latest;
        })).ToList();

        // It writes for as long as anybody reads.
        try
        {
            for (long number = 1; !ended.IsSet; number++) await CommitAsync(WholeNumber(number));
        }
        finally
        {
            await stopped.CancelAsync();
        }

        var seen = await Task.WhenAll(reading).WaitAsync(Limit.Time);
        Assert.All(seen, latest => Assert.True(latest >= commitsSeen));
    }

    private static StoreChange[] WholeNumber(long number) =>
    [
        new StoreChange.AddTask(Sample.Task(number)),
        new StoreChange.SaveAction(Sample.Action(number, "only")),
        new StoreChange.AddWork(Sample.Work(number)),
        new StoreChange.SaveWorkStep(Sample.Step(number, "only")),
        .. number < 2 ? [] : new StoreChange[] { new StoreChange.UpdateTask(Sample.TaskId(number - 1), Sample.TaskState(RunStage.Finished)) },
        .. number < 20 ? [] : new StoreChange[] { new StoreChange.DeleteWork(Sample.WorkId(number - 19)) },
    ];

    /// <summary>Sees that what it reads is one commit of those above, and not an older one than before.</summary>
    private async Task<long> ReadWholeAsync(long latest)
    {
        var snapshot = await LoadAsync();
        Assert.Equal(snapshot.LastTaskSequence, snapshot.LastWorkSequence);
        Assert.Equal(Math.Min(snapshot.LastWorkSequence, 19), snapshot.Works.Count);
        Assert.Equal(snapshot.Works.Select(work => work.Id), snapshot.WorkSteps.Select(step => step.Work));
        Assert.Equal(Math.Min(snapshot.LastTaskSequence, 1), snapshot.Tasks.Count);
        Assert.Equal(snapshot.Tasks.Select(task => task.Id), snapshot.Actions.Select(action => action.Task));
        Assert.True(snapshot.LastTaskSequence >= latest, $"{snapshot.LastTaskSequence} came after {latest}.");
        var page = await Store.QueryAsync(new TaskQuery { Stage = RunStage.Finished, Limit = 5 }, CancellationToken.None);
        Assert.True(page.Total >= snapshot.LastTaskSequence - 1, $"{page.Total} tasks had finished after {snapshot.LastTaskSequence}.");
        Assert.Equal(Math.Min(5, page.Total), page.Items.Count);
        if (page.Total > 0) Assert.Equal(page.Total, page.Items[0].Sequence);
        return snapshot.LastTaskSequence;
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
