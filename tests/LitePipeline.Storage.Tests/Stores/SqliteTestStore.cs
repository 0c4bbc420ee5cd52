using LitePipeline.Core.Storage;
using LitePipeline.Storage.Sqlite;

namespace LitePipeline.Storage.Tests.Stores;

/// <summary>SQLite on a file of its own.</summary>
internal sealed class SqliteTestStore : TestStore
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("litepipeline-store-");
    private readonly SqliteDurability _durability;
    private IPipelineStore _store;

    // The suite is about what is kept, not about power: without waits for the disk it takes a tenth of the time.
    public SqliteTestStore(SqliteDurability durability = SqliteDurability.ProcessCrash)
    {
        _durability = durability;
        _store = NewStore();
    }

    public override IPipelineStore Store => _store;

    public static SqliteTestStore New() => new();

    public string File => Path.Combine(_folder.FullName, "state.db");

    public string Folder => _folder.FullName;

    public override async Task ReopenAsync()
    {
        await _store.DisposeAsync();
        _store = NewStore();
        await _store.OpenAsync(CancellationToken.None);
    }

    public override async ValueTask DisposeAsync()
    {
        await _store.DisposeAsync();
        _folder.Delete(recursive: true);
    }

    private IPipelineStore NewStore() => SqlitePipelineStore.Create(new SqliteStoreOptions { Path = File, Durability = _durability });
}
