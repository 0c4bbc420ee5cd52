using LitePipeline.Core;
using LitePipeline.Core.Storage;
using LitePipeline.Storage.Copying;
using LitePipeline.Storage.Postgres;
using LitePipeline.Storage.Sqlite;
using LitePipeline.Storage.Tests.Model;
using LitePipeline.Storage.Tests.Postgres;
using LitePipeline.Storage.Tests.Samples;
using LitePipeline.Storage.Tests.Stores;

namespace LitePipeline.Storage.Tests.Copying;

public class StoreCopyTests
{
    private static SqliteStoreOptions At(SqliteTestStore test) => new() { Path = test.File, Durability = SqliteDurability.ProcessCrash };

    /// <summary>Fills a store with what a long life leaves, and closes it.</summary>
    private static async Task<string> FillAsync(TestStore test)
    {
        await test.Store.OpenAsync(CancellationToken.None);
        var (random, model, changes) = (new RandomChanges(new Random(4)), new StoreModel(), new List<StoreChange>());
        for (var count = 0; count < 3_000; count++)
        {
            changes.Add(random.Next(model));
            model = model.After(changes[^1]);
        }

        await test.Store.CommitAsync(changes, CancellationToken.None);
        var odd = Sample.Task(1_000_000) with { Name = "a\0b\u0010c\ud83d\ude00 \uffff", Input = JsonData.Parse("""{ "b" : 1.0e0 }""") };
        await test.Store.CommitAsync([new StoreChange.AddTask(odd), new StoreChange.SaveAction(Full.Action(1_000_000, "\0"))], CancellationToken.None);
        var content = await Content.OfAsync(test.Store);
        await test.Store.DisposeAsync();
        return content;
    }

    [Fact]
    public async Task A_store_is_the_same_there_and_back_and_goes_on_from_there()
    {
        await using var first = new SqliteTestStore();
        await using var middle = new PostgresTestStore();
        await using var last = new SqliteTestStore();
        var content = await FillAsync(first);

        var there = await StoreCopy.RunAsync(At(first), middle.Options, CancellationToken.None);
        var back = await StoreCopy.RunAsync(middle.Options, At(last), CancellationToken.None);

        Assert.Equal(there.OrderBy(table => table.Name), back.OrderBy(table => table.Name));
        Assert.All(there.Where(table => table.Name is "tasks" or "actions" or "artifacts" or "works" or "work_steps" or "audit" or "cache_contents" or "high_marks"), table => Assert.NotEqual(0, table.Rows));
        await last.Store.OpenAsync(CancellationToken.None);
        Assert.Equal(content, await Content.OfAsync(last.Store));
        await middle.Store.OpenAsync(CancellationToken.None);
        Assert.Equal(content, await Content.OfAsync(middle.Store));

        // What is added there comes last.
        var work = (await middle.Store.QueryAsync(new WorkQuery { Limit = 1 }, CancellationToken.None)).Items[0].Id;
        await middle.Store.CommitAsync([new StoreChange.SaveWorkStep(Sample.Step(1, "added") with { Work = work })], CancellationToken.None);
        Assert.Equal("added", (await middle.Store.QueryAsync(new WorkStepQuery { Works = [work] }, CancellationToken.None)).Items[^1].Name);
    }

    [Fact]
    public async Task A_store_that_holds_something_or_that_a_manager_has_is_refused_and_left_as_it_is()
    {
        await using var first = new SqliteTestStore();
        await using var full = new PostgresTestStore();
        await FillAsync(first);
        await full.Store.OpenAsync(CancellationToken.None);
        await full.Store.CommitAsync([new StoreChange.AddTask(Sample.Task(7))], CancellationToken.None);
        var content = await Content.OfAsync(full.Store);
        full.Options.TakeoverTimeout = TimeSpan.FromMilliseconds(50);

        Assert.Contains("belongs to another manager", await RefusedAsync(At(first), full.Options), StringComparison.Ordinal);
        await full.Store.DisposeAsync();
        full.Options.TakeoverTimeout = TimeSpan.FromSeconds(20);
        Assert.Contains("is not empty: tasks has 1 rows", await RefusedAsync(At(first), full.Options), StringComparison.Ordinal);
        await using (var held = SqlitePipelineStore.Create(At(first)))
        {
            await held.OpenAsync(CancellationToken.None);
            Assert.Contains("another manager", await RefusedAsync(At(first), full.Options), StringComparison.Ordinal);
        }

        await full.ReopenAsync();
        Assert.Equal(content, await Content.OfAsync(full.Store));

        static async Task<string> RefusedAsync(SqliteStoreOptions from, PostgresStoreOptions to) =>
            (await Assert.ThrowsAsync<StoreException>(() => StoreCopy.RunAsync(from, to, CancellationToken.None))).Message;
    }

    [Fact]
    public async Task What_is_no_store_is_refused_and_nothing_is_made_of_it()
    {
        await using var nothing = new SqliteTestStore();
        await using var target = new PostgresTestStore();
        await Assert.ThrowsAsync<StoreException>(() => StoreCopy.RunAsync(At(nothing), target.Options, CancellationToken.None));
        Assert.Empty(Directory.EnumerateFiles(nothing.Folder));

        var missing = TestPostgres.NewSchema();
        var refused = await Assert.ThrowsAsync<StoreException>(() => StoreCopy.RunAsync(missing, At(nothing), CancellationToken.None));
        Assert.Contains("is no store of LitePipeline", refused.Message, StringComparison.Ordinal);
        Assert.Equal(true, await TestPostgres.RunAsync(missing, $"select to_regnamespace('{missing.Schema}') is null"));
        Assert.Empty(Directory.EnumerateFiles(nothing.Folder));
    }
}
