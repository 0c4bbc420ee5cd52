using LitePipeline.Core;
using LitePipeline.Core.Storage;
using LitePipeline.Storage.Postgres;
using LitePipeline.Storage.Tests.Child;
using LitePipeline.Storage.Tests.Samples;

namespace LitePipeline.Storage.Tests.Postgres;

/// <summary>Commits whose answer is lost.</summary>
public class UncertainCommitTests
{
    [Theory]
    [InlineData(Cut.BeforeTheCommit)]
    [InlineData(Cut.BeforeTheAnswer)]
    public async Task The_same_commit_again_is_made_where_it_was_not_and_only_then(Cut cut)
    {
        await using var test = new PostgresTestStore();
        await using var proxy = new CuttingProxy(test.Options);
        await using var store = PostgresPipelineStore.Create(proxy.Options);
        await store.OpenAsync(CancellationToken.None);
        for (var number = 1; number <= 6; number++)
        {
            if (number % 2 == 0)
            {
                proxy.CutNext(cut);
                var lost = await Assert.ThrowsAsync<CommitUncertainException>(() => store.CommitAsync(Link.Number(number), CancellationToken.None));
                Assert.Contains("may have", lost.Message, StringComparison.Ordinal);
            }

            // A link that was made twice would be refused: its task is there.
            await store.CommitAsync(Link.Number(number), CancellationToken.None);
        }

        Assert.Equal(6, await Link.CountWholeAsync(store));
    }

    [Theory]
    [InlineData(Cut.BeforeTheCommit, 1)]
    [InlineData(Cut.BeforeTheAnswer, 2)]
    public async Task Loading_says_what_became_of_it_and_the_next_commit_is_another_one(Cut cut, long made)
    {
        await using var test = new PostgresTestStore();
        await using var proxy = new CuttingProxy(test.Options);
        await using var store = PostgresPipelineStore.Create(proxy.Options);
        await store.OpenAsync(CancellationToken.None);
        await store.CommitAsync(Link.Number(1), CancellationToken.None);
        proxy.CutNext(cut);
        await Assert.ThrowsAsync<CommitUncertainException>(() => store.CommitAsync(Link.Number(2), CancellationToken.None));

        Assert.Equal(made, (await store.LoadAsync(CancellationToken.None)).LastTaskSequence);

        await store.CommitAsync(Link.Number(made + 1), CancellationToken.None);
        Assert.Equal(made + 1, await Link.CountWholeAsync(store));
    }
}
