using LitePipeline.Core;
using LitePipeline.Core.Actions;
using LitePipeline.Core.Storage;
using LitePipeline.Core.Tasks;
using LitePipeline.Core.Works;
using LitePipeline.Storage.Tests.Samples;

namespace LitePipeline.Storage.Tests.Stores;

/// <summary>What every store must do. Each store runs it.</summary>
public abstract partial class PipelineStoreConformance : IAsyncLifetime
{
    private TestStore _test = null!;

    protected abstract TestStore CreateStore();

    private IPipelineStore Store => _test.Store;

    public async Task InitializeAsync()
    {
        _test = CreateStore();
        await Store.OpenAsync(CancellationToken.None);
    }

    public async Task DisposeAsync() => await _test.DisposeAsync();

    private Task CommitAsync(params StoreChange[] changes) => Store.CommitAsync(changes, CancellationToken.None);

    private Task<StoreSnapshot> LoadAsync() => Store.LoadAsync(CancellationToken.None);

    private async Task<IReadOnlyList<T>> ListAsync<T>(StoreQuery<T> query) => (await Store.QueryAsync(query, CancellationToken.None)).Items;

    private async Task<TaskRecord> TaskAsync(long number) => Assert.Single(await ListAsync(new TaskQuery { Id = Sample.TaskId(number) }));

    private async Task<WorkRecord> WorkAsync(long number) => Assert.Single(await ListAsync(new WorkQuery { Id = Sample.WorkId(number) }));

    private Task<IReadOnlyList<ActionRecord>> ActionsAsync(params long[] tasks) =>
        ListAsync(new ActionQuery { Tasks = [.. tasks.Select(Sample.TaskId)] });

    private Task<IReadOnlyList<WorkStepRecord>> StepsAsync(params long[] works) =>
        ListAsync(new WorkStepQuery { Works = [.. works.Select(Sample.WorkId)] });

    private static void AssertSame(object expected, object? actual) => Assert.Equal(Text.Of(expected), Text.Of(actual));

    [Fact]
    public async Task A_new_store_is_empty() => AssertSame(new StoreSnapshot(), await LoadAsync());

    [Fact]
    public async Task Opening_twice_changes_nothing()
    {
        await CommitAsync(new StoreChange.AddTask(Full.Task(1)));
        await Store.OpenAsync(CancellationToken.None);
        AssertSame(Full.Task(1), await TaskAsync(1));
    }

    [Fact]
    public async Task All_is_there_after_the_store_was_opened_again()
    {
        await CommitAsync([.. EveryChange.Adding()]);
        var before = await Content.OfAsync(Store);
        await _test.ReopenAsync();
        Assert.Equal(before, await Content.OfAsync(Store));
    }
}
