using LitePipeline.Core;
using LitePipeline.Core.Storage;
using LitePipeline.Storage.Sqlite;
using LitePipeline.Storage.Tests.Samples;

namespace LitePipeline.Storage.Tests.Child;

/// <summary>Processes that have a store.</summary>
internal static class StoreChild
{
    /// <summary>Opens the store and waits to be killed.</summary>
    public static async Task<int> HoldAsync(string file)
    {
        await using var store = await OpenAsync(file, SqliteDurability.ProcessCrash);
        Console.WriteLine("open");
        Console.ReadLine();
        return 0;
    }

    /// <summary>Commits one link after the other, and says each that was answered.</summary>
    public static async Task<int> CommitAsync(IPipelineStore store)
    {
        await store.OpenAsync(CancellationToken.None);
        for (var next = (await store.LoadAsync(CancellationToken.None)).LastTaskSequence + 1; ; next++)
        {
            await store.CommitAsync(Link.Number(next), CancellationToken.None);
            Console.WriteLine(next);
        }
    }

    /// <summary>Commits until a commit is refused, makes room, and commits the same again; says what the store holds before and after.</summary>
    public static async Task<int> FillAsync(string file)
    {
        var ballast = Path.Combine(Path.GetDirectoryName(file)!, "ballast");
        await File.WriteAllBytesAsync(ballast, new byte[1 << 20]);
        await using var store = await OpenAsync(file, SqliteDurability.PowerLoss);
        var large = JsonData.From(new string('x', 100_000));
        var next = 1;
        try
        {
            for (; ; next++) await AddAsync();
        }
        catch (StoreException full)
        {
            Console.WriteLine(full.Message);
        }

        await TellAsync();
        File.Delete(ballast);
        await AddAsync();
        await TellAsync();
        return 0;

        Task AddAsync() => store.CommitAsync(
        [
            new StoreChange.AddTask(Sample.Task(next) with { Input = large }),
            new StoreChange.SaveAction(Sample.Action(next, "only") with { Result = large }),
        ], CancellationToken.None);

        async Task TellAsync()
        {
            var snapshot = await store.LoadAsync(CancellationToken.None);
            Console.WriteLine($"{next}: {snapshot.Tasks.Count} tasks, {snapshot.Actions.Count} actions");
        }
    }

    private static async Task<IPipelineStore> OpenAsync(string file, SqliteDurability durability)
    {
        var store = SqlitePipelineStore.Create(new SqliteStoreOptions { Path = file, Durability = durability });
        await store.OpenAsync(CancellationToken.None);
        return store;
    }
}
