using LitePipeline.Core.Storage;
using LitePipeline.Storage.Tests.Samples;
using LitePipeline.Storage.Tests.Stores;

namespace LitePipeline.Storage.Tests.Sqlite;

public sealed class ClosingTests : IAsyncLifetime
{
    private readonly SqliteTestStore _test = SqliteTestStore.New();

    private IPipelineStore Store => _test.Store;

    public Task InitializeAsync() => Store.OpenAsync(CancellationToken.None);

    public async Task DisposeAsync() => await _test.DisposeAsync();

    [Fact]
    public async Task A_running_commit_ends_before_the_store_does()
    {
        using var changes = new HeldChanges([new StoreChange.AddTask(Sample.Task(1)), new StoreChange.AddTask(Sample.Task(2))], heldAt: 1);
        var commit = Store.CommitAsync(changes, CancellationToken.None);
        await changes.Reached.WaitAsync(Limit.Time);
        var closed = Store.DisposeAsync().AsTask();
        Assert.False(closed.IsCompleted);
        changes.Release();
        await commit.WaitAsync(Limit.Time);
        await closed.WaitAsync(Limit.Time);
        await _test.ReopenAsync();
        Assert.Equal(2, (await Store.LoadAsync(CancellationToken.None)).LastTaskSequence);
    }

    [Fact]
    public async Task A_closed_store_says_so()
    {
        await Store.DisposeAsync();
        await Assert.ThrowsAsync<ObjectDisposedException>(() => Store.CommitAsync([], CancellationToken.None));
        await Assert.ThrowsAsync<ObjectDisposedException>(() => Store.QueryAsync(new TaskQuery(), CancellationToken.None));
        await Assert.ThrowsAsync<ObjectDisposedException>(() => Store.LoadAsync(CancellationToken.None));
        await Assert.ThrowsAsync<ObjectDisposedException>(() => Store.OpenAsync(CancellationToken.None));
    }

    [Fact]
    public async Task Closing_in_the_midst_of_use_answers_each_call_or_says_that_the_store_is_closed()
    {
        await Store.CommitAsync([.. Enumerable.Range(1, 200).Select(number => new StoreChange.AddTask(Sample.Task(number)))], CancellationToken.None);
        for (var round = 0; round < 10; round++)
        {
            var calls = Enumerable.Range(0, 40).Select(call => Task.Run(async () =>
            {
                try
                {
                    if (call % 10 == 0) await Store.CommitAsync([new StoreChange.UpdateTask(Sample.TaskId(1), Sample.TaskState(at: call))], CancellationToken.None);
                    else Assert.Equal(200, (await Store.QueryAsync(new TaskQuery(), CancellationToken.None)).Total);
                }
                catch (ObjectDisposedException)
                {
                    // It came too late.
                }
            })).ToList();
            await Task.WhenAll(calls.Take(round * 4)).WaitAsync(Limit.Time);
            await Store.DisposeAsync();
            // Nothing holds the log any more: it was written back and removed.
            Assert.False(File.Exists(_test.File + "-wal"));
            await Task.WhenAll(calls).WaitAsync(Limit.Time);
            Assert.False(File.Exists(_test.File + "-wal"));
            await _test.ReopenAsync();
        }
    }
}
