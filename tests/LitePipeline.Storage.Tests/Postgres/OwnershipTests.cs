using LitePipeline.Core;
using LitePipeline.Core.Storage;
using LitePipeline.Storage.Tests.Samples;

namespace LitePipeline.Storage.Tests.Postgres;

/// <summary>Who may write, and what ends that.</summary>
public sealed class OwnershipTests : IAsyncLifetime
{
    private readonly PostgresTestStore _test = PostgresTestStore.New();

    private IPipelineStore Store => _test.Store;

    public Task InitializeAsync() => Store.OpenAsync(CancellationToken.None);

    public async Task DisposeAsync() => await _test.DisposeAsync();

    private static StoreChange[] Adding(long task) => [new StoreChange.AddTask(Sample.Task(task))];

    private Task<object?> CutAsync() => _test.RunAsync($"select count(pg_terminate_backend(pid)) from pg_stat_activity where application_name = '{_test.Options.Schema}'");

    [Fact]
    public async Task A_second_store_on_the_same_schema_is_refused_until_the_first_is_closed()
    {
        _test.Options.TakeoverTimeout = TimeSpan.FromMilliseconds(50);
        await using var second = _test.NewStore();

        var refused = await Assert.ThrowsAsync<StoreException>(() => second.OpenAsync(CancellationToken.None));
        Assert.Contains("another manager", refused.Message, StringComparison.Ordinal);
        Assert.Contains($"({_test.Options.Schema}, process", refused.Message, StringComparison.Ordinal);
        Assert.Contains("LitePipeline:Manager:Postgres:Schema", refused.Message, StringComparison.Ordinal);
        await Store.CommitAsync(Adding(1), CancellationToken.None);

        _test.Options.TakeoverTimeout = TimeSpan.FromSeconds(20);
        var opening = second.OpenAsync(CancellationToken.None);
        await Store.DisposeAsync();
        await opening.WaitAsync(Limit.Time);
        Assert.Equal(1, (await second.LoadAsync(CancellationToken.None)).LastTaskSequence);
    }

    [Fact]
    public async Task A_lost_connection_fails_one_commit_and_the_same_call_again_goes_through()
    {
        await Store.CommitAsync(Adding(1), CancellationToken.None);
        Assert.Equal(1, (await Store.QueryAsync(new TaskQuery(), CancellationToken.None)).Total);
        await CutAsync();

        // Queries go on: they take another connection by themselves.
        Assert.Equal(1, (await Store.QueryAsync(new TaskQuery(), CancellationToken.None)).Total);
        await Assert.ThrowsAsync<StoreException>(() => Store.CommitAsync(Adding(2), CancellationToken.None));
        await Store.CommitAsync(Adding(2), CancellationToken.None);
        Assert.Equal(2, (await Store.LoadAsync(CancellationToken.None)).LastTaskSequence);
    }

    [Fact]
    public async Task Whoever_lost_its_connection_to_another_manager_writes_nothing_before_it_has_loaded()
    {
        await Store.CommitAsync(Adding(1), CancellationToken.None);
        await CutAsync();
        await using (var other = _test.NewStore())
        {
            await other.OpenAsync(CancellationToken.None);
            await Assert.ThrowsAsync<StoreException>(() => Store.CommitAsync(Adding(2), CancellationToken.None));
            await other.CommitAsync(Adding(2), CancellationToken.None);
        }

        await Assert.ThrowsAsync<StoreTakenException>(() => Store.CommitAsync(Adding(3), CancellationToken.None));
        await Assert.ThrowsAsync<StoreTakenException>(() => Store.CommitAsync(Adding(3), CancellationToken.None));
        Assert.Equal(2, (await Store.LoadAsync(CancellationToken.None)).LastTaskSequence);
        await Store.CommitAsync(Adding(3), CancellationToken.None);
    }

    [Fact]
    public async Task A_later_term_alone_ends_the_right_to_write_though_the_connection_lives()
    {
        await Store.CommitAsync(Adding(1), CancellationToken.None);
        await _test.RunAsync("update writer set term = term + 1");
        await Assert.ThrowsAsync<StoreTakenException>(() => Store.CommitAsync(Adding(2), CancellationToken.None));
        Assert.Equal(1, (await Store.QueryAsync(new TaskQuery(), CancellationToken.None)).Total);
        await Store.LoadAsync(CancellationToken.None);
        await Store.CommitAsync(Adding(2), CancellationToken.None);
    }
}
