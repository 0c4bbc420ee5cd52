using LitePipeline.Core.Storage;
using LitePipeline.Storage.Sqlite;
using LitePipeline.Storage.Tests.Child;
using LitePipeline.Storage.Tests.Stores;
using Microsoft.Data.Sqlite;

namespace LitePipeline.Storage.Tests.Sqlite;

/// <summary>What a power loss leaves: the log's end is cut, or not what was written.</summary>
public sealed class TornLogTests : IAsyncLifetime
{
    private const int Commits = 40;

    private readonly SqliteTestStore _test = SqliteTestStore.New();
    private byte[] _database = [];
    private byte[] _log = [];

    public async Task InitializeAsync()
    {
        await _test.Store.OpenAsync(CancellationToken.None);
        for (var number = 1; number <= Commits; number++) await _test.Store.CommitAsync(Link.Number(number), CancellationToken.None);
        _database = await ReadAsync(_test.File);
        _log = await ReadAsync(_test.File + "-wal");
        Assert.True(_log.Length > Commits * 1000, "All is in the log still.");
    }

    public async Task DisposeAsync() => await _test.DisposeAsync();

    [Fact]
    public async Task A_cut_log_leaves_the_whole_commits_before_the_cut()
    {
        var random = new Random(11);
        var cuts = Enumerable.Range(0, 30).Select(_ => random.Next(_log.Length)).Append(0).Append(1).Append(_log.Length - 1).Order().ToList();
        long before = 0;
        foreach (var cut in cuts)
        {
            var kept = await OpenAsync(_log[..cut]);
            Assert.InRange(kept, before, Commits - 1);
            before = kept;
        }

        Assert.InRange(before, Commits - 1, Commits - 1);
        Assert.Equal(Commits, await OpenAsync(_log));
    }

    [Fact]
    public async Task A_log_with_a_wrong_byte_leaves_the_whole_commits_before_it()
    {
        var random = new Random(13);
        foreach (var place in Enumerable.Range(0, 20).Select(_ => random.Next(_log.Length)).Append(_log.Length - 1))
        {
            var wrong = _log.ToArray();
            wrong[place] ^= 0x5a;
            Assert.InRange(await OpenAsync(wrong), 0, Commits - 1);
        }
    }

    [Fact]
    public async Task A_log_that_ends_in_noise_is_read_to_the_noise()
    {
        var noise = new byte[20_000];
        new Random(17).NextBytes(noise);
        Assert.Equal(Commits, await OpenAsync([.. _log, .. noise]));
        Assert.Equal(Commits, await OpenAsync([.. _log, .. new byte[9_000]]));
    }

    /// <summary>Opens a copy with this log, goes on with it, and returns how many commits it had.</summary>
    private async Task<long> OpenAsync(byte[] log)
    {
        var folder = Directory.CreateTempSubdirectory("litepipeline-torn-");
        try
        {
            var file = Path.Combine(folder.FullName, "state.db");
            await File.WriteAllBytesAsync(file, _database);
            await File.WriteAllBytesAsync(file + "-wal", log);
            long kept;
            await using (var store = SqlitePipelineStore.Create(new SqliteStoreOptions { Path = file, Durability = SqliteDurability.ProcessCrash }))
            {
                await store.OpenAsync(CancellationToken.None);
                kept = await Link.CountWholeAsync(store);
                await store.CommitAsync(Link.Number(kept + 1), CancellationToken.None);
                Assert.Equal(kept + 1, await Link.CountWholeAsync(store));
            }

            await using var connection = new SqliteConnection($"Data Source={file};Pooling=False");
            await connection.OpenAsync();
            await using var check = connection.CreateCommand();
            check.CommandText = "pragma integrity_check";
            Assert.Equal("ok", await check.ExecuteScalarAsync());
            return kept;
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    private static async Task<byte[]> ReadAsync(string file)
    {
        await using var open = new FileStream(file, FileMode.Open, FileAccess.Read, FileShare.ReadWrite);
        var content = new byte[open.Length];
        await open.ReadExactlyAsync(content);
        return content;
    }
}
