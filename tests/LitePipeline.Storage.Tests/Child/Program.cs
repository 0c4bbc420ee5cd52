using LitePipeline.Core;
using LitePipeline.Core.Storage;
using LitePipeline.Storage.Sqlite;
using LitePipeline.Storage.Tests.Child;
using LitePipeline.Storage.Tests.Samples;

// What tests run as a process of its own. It prints what it was answered, a line each, and nothing that it was not.
var (what, file) = (args[0], args[1]);
var durability = Enum.Parse<SqliteDurability>(args[2]);
await using var store = SqlitePipelineStore.Create(new SqliteStoreOptions { Path = file, Durability = durability });
await store.OpenAsync(CancellationToken.None);
var next = (await store.LoadAsync(CancellationToken.None)).LastTaskSequence + 1;
switch (what)
{
    case "hold":
        Console.WriteLine("open");
        Console.ReadLine();
        return 0;
    case "commit":
        for (; ; next++)
        {
            await store.CommitAsync(Link.Number(next), CancellationToken.None);
            Console.WriteLine(next);
        }

    case "fill":
        await FillAsync(Path.Combine(Path.GetDirectoryName(file)!, "ballast"));
        return 0;
    default:
        return 1;
}

async Task FillAsync(string ballast)
{
    await File.WriteAllBytesAsync(ballast, new byte[1 << 20]);
    var large = JsonData.From(new string('x', 100_000));
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

    Task AddAsync() => store.CommitAsync(
        [new StoreChange.AddTask(Sample.Task(next) with { Input = large }), new StoreChange.SaveAction(Sample.Action(next, "only") with { Result = large })], CancellationToken.None);

    async Task TellAsync()
    {
        var snapshot = await store.LoadAsync(CancellationToken.None);
        Console.WriteLine($"{next}: {snapshot.Tasks.Count} tasks, {snapshot.Actions.Count} actions");
    }
}
