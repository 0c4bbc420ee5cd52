using LitePipeline.Core;
using LitePipeline.Core.Storage;
using LitePipeline.Storage.Tests.Samples;
using LitePipeline.Storage.Tests.Stores;

namespace LitePipeline.Storage.Tests.Sqlite;

public class LogTests
{
    [Fact]
    public async Task A_query_beside_a_commit_is_answered_at_once_from_the_commit_before()
    {
        await using var test = new SqliteTestStore();
        await test.Store.OpenAsync(CancellationToken.None);
        await test.Store.CommitAsync([new StoreChange.AddTask(Sample.Task(1))], CancellationToken.None);
        using var changes = new HeldChanges([new StoreChange.AddTask(Sample.Task(2)), new StoreChange.AddTask(Sample.Task(3))], heldAt: 1);
        var commit = test.Store.CommitAsync(changes, CancellationToken.None);
        await changes.Reached.WaitAsync(Limit.Time);

        var page = await test.Store.QueryAsync(new TaskQuery(), CancellationToken.None).WaitAsync(Limit.Time);
        Assert.Equal(1, page.Total);
        Assert.False(commit.IsCompleted);

        changes.Release();
        await commit.WaitAsync(Limit.Time);
        Assert.Equal(3, (await test.Store.QueryAsync(new TaskQuery(), CancellationToken.None)).Total);
    }

    [Fact]
    public async Task The_log_does_not_grow_with_the_number_of_commits()
    {
        const long limit = 40 << 20;
        await using var test = new SqliteTestStore();
        await test.Store.OpenAsync(CancellationToken.None);
        await test.Store.CommitAsync([new StoreChange.AddTask(Sample.Task(1))], CancellationToken.None);
        var data = JsonData.From(new string('x', 100_000));
        for (var number = 0; number < 800; number++)
        {
            await test.Store.CommitAsync([new StoreChange.SaveAction(Sample.Action(1, "only") with { Attempt = number, Result = data })], CancellationToken.None);
            if (number % 50 == 0) Assert.InRange(new FileInfo(test.File + "-wal").Length, 0, limit);
        }
    }
}
