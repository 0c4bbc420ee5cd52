using LitePipeline.Core;
using LitePipeline.Core.Storage;
using LitePipeline.Storage.Sqlite;
using LitePipeline.Storage.Tests.Child;
using LitePipeline.Storage.Tests.Samples;
using LitePipeline.Storage.Tests.Stores;
using Microsoft.Data.Sqlite;

namespace LitePipeline.Storage.Tests.Sqlite;

public class OwnershipTests
{
    [Fact]
    public async Task A_second_store_on_the_same_file_is_refused_until_the_first_is_closed()
    {
        await using var test = new SqliteTestStore();
        await test.Store.OpenAsync(CancellationToken.None);
        await using var second = SqlitePipelineStore.Create(new SqliteStoreOptions { Path = test.File });

        var refused = await Assert.ThrowsAsync<StoreException>(() => second.OpenAsync(CancellationToken.None));
        Assert.Contains(test.File, refused.Message, StringComparison.Ordinal);
        Assert.Contains("another manager", refused.Message, StringComparison.Ordinal);
        await test.Store.CommitAsync([new StoreChange.AddTask(Sample.Task(1))], CancellationToken.None);

        await test.Store.DisposeAsync();
        await second.OpenAsync(CancellationToken.None);
        Assert.Equal(1, (await second.LoadAsync(CancellationToken.None)).LastTaskSequence);
    }

    [Fact]
    public async Task A_second_process_on_the_same_file_is_refused_until_the_first_ends()
    {
        await using var test = new SqliteTestStore();
        using (var child = ChildProcess.Start("hold", test.File))
        {
            Assert.Equal("open", await child.ReadLineAsync());
            await Assert.ThrowsAsync<StoreException>(() => test.Store.OpenAsync(CancellationToken.None));
            await child.KillAsync();
        }

        await test.Store.OpenAsync(CancellationToken.None);
    }

    [Fact]
    public async Task A_store_that_could_not_be_opened_can_be_opened_later()
    {
        await using var test = new SqliteTestStore();
        await File.WriteAllTextAsync(test.File, "This is no database, it is a letter that somebody has put here by mistake.");
        await Assert.ThrowsAsync<StoreException>(() => test.Store.OpenAsync(CancellationToken.None));
        File.Delete(test.File);
        await test.Store.OpenAsync(CancellationToken.None);
    }

    [Fact]
    public async Task Another_program_may_read_and_copy_the_database_while_the_store_writes()
    {
        await using var test = new SqliteTestStore();
        await test.Store.OpenAsync(CancellationToken.None);
        await test.Store.CommitAsync([new StoreChange.AddTask(Sample.Task(1))], CancellationToken.None);
        await using var other = new SqliteConnection($"Data Source={test.File};Mode=ReadOnly;Pooling=False");
        await other.OpenAsync();
        await using var transaction = other.BeginTransaction(deferred: true);
        Assert.Equal(1L, await CountAsync());

        await test.Store.CommitAsync([new StoreChange.AddTask(Sample.Task(2))], CancellationToken.None).WaitAsync(Limit.Time);

        Assert.Equal(1L, await CountAsync());
        await transaction.RollbackAsync();
        Assert.Equal(2L, await CountAsync());

        async Task<object?> CountAsync()
        {
            await using var count = other.CreateCommand();
            count.CommandText = "select count(*) from tasks";
            return await count.ExecuteScalarAsync();
        }
    }

    [Fact]
    public async Task A_commit_waits_for_another_writer_and_fails_whole_when_that_takes_too_long()
    {
        await using var test = new SqliteTestStore();
        await using var store = SqlitePipelineStore.Create(new SqliteStoreOptions { Path = test.File, BusyTimeout = TimeSpan.FromMilliseconds(50) });
        await store.OpenAsync(CancellationToken.None);
        await using (var other = new SqliteConnection($"Data Source={test.File};Pooling=False"))
        {
            await other.OpenAsync();
            await using var transaction = other.BeginTransaction();
            await Assert.ThrowsAsync<StoreException>(() => store.CommitAsync([new StoreChange.AddTask(Sample.Task(1))], CancellationToken.None)).WaitAsync(Limit.Time);
            Assert.Equal(0, (await store.LoadAsync(CancellationToken.None)).LastTaskSequence);
        }

        await store.CommitAsync([new StoreChange.AddTask(Sample.Task(1))], CancellationToken.None);
        Assert.Equal(1, (await store.LoadAsync(CancellationToken.None)).LastTaskSequence);
    }
}
