using LitePipeline.Core;
using LitePipeline.Core.Storage;
using LitePipeline.Storage.Relational;
using LitePipeline.Storage.Sqlite;
using LitePipeline.Storage.Tests.Samples;
using LitePipeline.Storage.Tests.Stores;
using Dapper;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;

namespace LitePipeline.Storage.Tests.Sqlite;

public sealed class OpeningTests : IAsyncLifetime
{
    private readonly SqliteTestStore _test = SqliteTestStore.New();

    public Task InitializeAsync() => Task.CompletedTask;

    public async Task DisposeAsync() => await _test.DisposeAsync();

    [Theory]
    [InlineData(SqliteDurability.PowerLoss, 2)]
    [InlineData(SqliteDurability.ProcessCrash, 1)]
    public async Task The_connection_that_writes_has_its_log_and_waits_for_the_disk_as_was_chosen(SqliteDurability durability, long synchronous)
    {
        var dialect = new SqliteDialect(new SqliteStoreOptions { Path = _test.File, Durability = durability });
        await using var connection = dialect.OpenWriter();
        Migrations.Apply(connection, dialect);
        Assert.Equal(synchronous, await connection.ExecuteScalarAsync<long>("pragma synchronous"));
        Assert.Equal("wal", await connection.ExecuteScalarAsync<string>("pragma journal_mode"));
        Assert.Equal(1, await connection.ExecuteScalarAsync<long>("pragma foreign_keys"));
        Assert.True(File.Exists(_test.File + "-wal"));
    }

    [Fact]
    public void Waiting_for_the_disk_is_what_one_gets_without_asking() =>
        Assert.Equal(SqliteDurability.PowerLoss, new SqliteStoreOptions().Durability);

    [Fact]
    public async Task Nothing_is_asked_of_a_store_that_was_not_opened()
    {
        await Assert.ThrowsAsync<InvalidOperationException>(() => _test.Store.LoadAsync(CancellationToken.None));
        await Assert.ThrowsAsync<InvalidOperationException>(() => _test.Store.CommitAsync([], CancellationToken.None));
        await Assert.ThrowsAsync<InvalidOperationException>(() => _test.Store.QueryAsync(new TaskQuery(), CancellationToken.None));
        Assert.False(File.Exists(_test.File));
    }

    [Fact]
    public async Task Folders_are_made_and_the_file_alone_is_left_when_the_store_is_closed()
    {
        var file = Path.Combine(_test.Folder, "a", "b", "state.db");
        await using (var store = SqlitePipelineStore.Create(new SqliteStoreOptions { Path = file }))
        {
            await store.OpenAsync(CancellationToken.None);
            await store.CommitAsync([new StoreChange.AddTask(Sample.Task(1))], CancellationToken.None);
            await store.QueryAsync(new TaskQuery(), CancellationToken.None);
        }

        Assert.Equal(["state.db", "state.db.lock"], Directory.EnumerateFiles(Path.GetDirectoryName(file)!).Select(Path.GetFileName).Order());
    }

    [Fact]
    public async Task A_read_only_file_is_refused_by_name()
    {
        await _test.Store.OpenAsync(CancellationToken.None);
        await _test.Store.DisposeAsync();
        File.SetAttributes(_test.File, FileAttributes.ReadOnly);
        try
        {
            var refused = await Assert.ThrowsAsync<StoreException>(_test.ReopenAsync);
            Assert.Contains("read-only", refused.Message, StringComparison.Ordinal);
            Assert.Contains(_test.File, refused.Message, StringComparison.Ordinal);
        }
        finally
        {
            File.SetAttributes(_test.File, FileAttributes.Normal);
        }
    }

    [Fact]
    public async Task A_file_that_is_no_database_is_refused_and_left_as_it_is()
    {
        const string letter = "This is no database, it is a letter that somebody has put here by mistake.";
        await File.WriteAllTextAsync(_test.File, letter);
        var refused = await Assert.ThrowsAsync<StoreException>(() => _test.Store.OpenAsync(CancellationToken.None));
        Assert.Contains(_test.File, refused.Message, StringComparison.Ordinal);
        Assert.Equal(letter, await File.ReadAllTextAsync(_test.File));
    }

    [Fact]
    public async Task A_path_through_a_file_is_refused_by_name()
    {
        await File.WriteAllTextAsync(Path.Combine(_test.Folder, "file"), "");
        var path = Path.Combine(_test.Folder, "file", "state.db");
        await using var store = SqlitePipelineStore.Create(new SqliteStoreOptions { Path = path });
        var refused = await Assert.ThrowsAsync<StoreException>(() => store.OpenAsync(CancellationToken.None));
        Assert.Contains("LitePipeline:Manager:Sqlite:Path", refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Wrong_options_are_refused_by_name_when_the_host_starts()
    {
        Assert.Contains("LitePipeline:Manager:Sqlite:Path", Refusal(options => options.Path = ""), StringComparison.Ordinal);
        Assert.Contains("is a folder", Refusal(options => options.Path = _test.Folder), StringComparison.Ordinal);
        Assert.Contains("NUL", Refusal(options => options.Path = "a\0b"), StringComparison.Ordinal);
        Assert.Contains("BusyTimeout", Refusal(options => (options.Path, options.BusyTimeout) = (_test.File, TimeSpan.Zero)), StringComparison.Ordinal);
        Assert.Contains("Durability", Refusal(options => (options.Path, options.Durability) = (_test.File, (SqliteDurability)9)), StringComparison.Ordinal);
        Assert.Contains("cannot be written", Refusal(options => options.Path = Path.Combine("/proc/nowhere", "state.db")), StringComparison.Ordinal);

        static string Refusal(Action<SqliteStoreOptions> configure)
        {
            var services = new ServiceCollection();
            services.AddLitePipelineManager().UseSqlite(configure);
            using var provider = services.BuildServiceProvider();
            return Assert.Throws<OptionsValidationException>(() => provider.GetRequiredService<IOptions<SqliteStoreOptions>>().Value).Message;
        }
    }
}
