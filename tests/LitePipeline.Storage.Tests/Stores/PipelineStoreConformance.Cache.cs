using LitePipeline.Core;
using LitePipeline.Core.Storage;
using LitePipeline.Storage.Tests.Samples;

namespace LitePipeline.Storage.Tests.Stores;

public abstract partial class PipelineStoreConformance
{
    [Fact]
    public async Task A_cached_result_comes_back_with_all_its_members_whether_its_task_is_there_or_not()
    {
        await CommitAsync(new StoreChange.SaveCacheEntry(Full.CacheEntry(3)), new StoreChange.SaveCacheEntry(Full.CacheEntry(1) with { Artifacts = [], Result = default }));
        AssertSame(new[] { Full.CacheEntry(1) with { Artifacts = [], Result = default }, Full.CacheEntry(3) }, (await Store.LoadAsync(CancellationToken.None)).CacheEntries);
        AssertSame(new[] { Full.CacheEntry(3) }, (await Store.QueryAsync(new CacheQuery { Sha256 = Full.CacheEntry(3).Artifacts[0].Sha256 }, CancellationToken.None)).Items);
    }

    [Fact]
    public async Task A_removed_cached_result_gives_its_contents_up_and_its_key_may_be_used_again()
    {
        await CommitAsync(new StoreChange.SaveCacheEntry(Full.CacheEntry(1)), new StoreChange.SaveCacheEntry(Full.CacheEntry(2)));
        await CommitAsync(new StoreChange.DeleteCacheEntry(Full.CacheEntry(1).Key), new StoreChange.DeleteCacheEntry("no such key"));
        Assert.Equal(1, (await Store.QueryAsync(new CacheQuery { Sha256 = Full.CacheEntry(1).Artifacts[0].Sha256 }, CancellationToken.None)).Total);
        await CommitAsync(new StoreChange.SaveCacheEntry(Full.CacheEntry(1) with { Sequence = 3 }));
        AssertSame(new long[] { 3, 2 }, (await Store.QueryAsync(new CacheQuery(), CancellationToken.None)).Items.Select(entry => entry.Sequence));
        await Assert.ThrowsAsync<StoreException>(() => CommitAsync(new StoreChange.SaveCacheEntry(Full.CacheEntry(1) with { Sequence = 4 })));
    }
}
