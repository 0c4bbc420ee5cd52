using LitePipeline.Core.Storage;
using LitePipeline.Storage.Sqlite;
using LitePipeline.Storage.Tests.Child;
using LitePipeline.Storage.Tests.Stores;
using Microsoft.Data.Sqlite;

namespace LitePipeline.Storage.Tests.Sqlite;

/// <summary>
/// The power goes while a commit, a checkpoint or the log's next round is being written. What was flushed is there; of the rest each sector may
/// be there, be empty or be noise, in whatever order the disk took them. Every commit that was answered is there, and the one under way is whole or not at all.
/// </summary>
public sealed class PowerLossTests : IAsyncLifetime
{
    private const int Commits = 12, Sector = 512, Page = 4096;

    private readonly SqliteTestStore _test = SqliteTestStore.New();
    private readonly List<int> _answered = [];
    private byte[] _database = [];
    private byte[] _log = [];

    private string Log => _test.File + "-wal";

    public async Task InitializeAsync()
    {
        await _test.Store.OpenAsync(CancellationToken.None);
        _answered.Add((await ReadAsync(Log)).Length);
        for (var number = 1; number <= Commits; number++)
        {
            await _test.Store.CommitAsync(Link.Number(number), CancellationToken.None);
            _answered.Add((await ReadAsync(Log)).Length);
        }

        _database = await ReadAsync(_test.File);
        _log = await ReadAsync(Log);
        Assert.Equal(_log.Length, _answered[^1]);
        Assert.Equal(Commits + 1, _answered.Distinct().Count());
    }

    public async Task DisposeAsync() => await _test.DisposeAsync();

    [Theory]
    [InlineData(1)]
    [InlineData(Commits)]
    public async Task A_commit_is_whole_or_not_at_all_whichever_of_its_sectors_are_written(int number)
    {
        var random = new Random(number);
        var (flushed, pending) = (_log[.._answered[number - 1]], _log[_answered[number - 1].._answered[number]]);
        for (var cut = 0; cut < pending.Length; cut += Sector)
        {
            // Up to here and no further; and all but this one, of which there is nothing or anything.
            Assert.Equal(number - 1, await CountAsync(_database, [.. flushed, .. pending[..cut]]));
            var hole = pending.ToArray();
            var sector = hole.AsSpan(cut, Math.Min(Sector, hole.Length - cut));
            if (random.Next(2) == 0) sector.Clear();
            else random.NextBytes(sector);
            // Much of a page is empty as it was meant to be.
            Assert.Equal(hole.AsSpan().SequenceEqual(pending) ? number : number - 1, await CountAsync(_database, [.. flushed, .. hole]));
        }

        Assert.Equal(number, await CountAsync(_database, [.. flushed, .. pending]));
    }

    [Fact]
    public async Task A_checkpoint_may_have_written_any_of_its_pages_or_half_of_them()
    {
        var after = await CheckpointedAsync();
        Assert.NotEqual(_database, after);
        var random = new Random(23);
        var pages = after.Length / Page;
        for (var round = 0; round < 60; round++)
        {
            // In order up to some page, or any of them; the page at the end is half the old one.
            var order = round < pages ? round : -1;
            var image = new byte[after.Length];
            _database.AsSpan(0, Math.Min(_database.Length, image.Length)).CopyTo(image);
            for (var page = 0; page < pages; page++)
            {
                if (order >= 0 ? page <= order : random.Next(2) == 0)
                    after.AsSpan(page * Page, page == order || random.Next(8) == 0 ? Page / 2 : Page).CopyTo(image.AsSpan(page * Page));
            }

            Assert.Equal(Commits, await CountAsync(image, _log));
        }
    }

    [Fact]
    public async Task The_next_round_of_the_log_may_have_written_any_part_over_the_last_one()
    {
        byte[] database, round;
        await using (var raw = await OpenAsync(_test.File))
        {
            await ExecuteAsync(raw, "pragma wal_checkpoint(restart)");
            database = await ReadAsync(_test.File);
            await _test.Store.CommitAsync(Link.Number(Commits + 1), CancellationToken.None);
            round = await ReadAsync(Log);
        }

        Assert.Equal(_log.Length, round.Length);
        var end = Enumerable.Range(0, round.Length).Last(place => round[place] != _log[place]) + 1;
        Assert.InRange(end, Page, round.Length / 2);
        for (var cut = 0; cut < end; cut += 3 * Sector)
            Assert.Equal(Commits, await CountAsync(database, [.. round[..cut], .. _log[cut..]]));
        Assert.Equal(Commits + 1, await CountAsync(database, round));
    }

    // What a checkpoint makes of the database, on a copy: the log stays as it is.
    private async Task<byte[]> CheckpointedAsync()
    {
        using var copy = new Copy(_database, _log);
        await using var raw = await OpenAsync(copy.File);
        await ExecuteAsync(raw, "pragma wal_checkpoint(passive)");
        return await ReadAsync(copy.File);
    }

    /// <summary>Opens a copy as a manager does after the power is back, goes on with it, and returns how many commits it had.</summary>
    private static async Task<long> CountAsync(byte[] database, byte[] log)
    {
        using var copy = new Copy(database, log);
        long kept;
        await using (var store = SqlitePipelineStore.Create(new SqliteStoreOptions { Path = copy.File, Durability = SqliteDurability.ProcessCrash }))
        {
            await store.OpenAsync(CancellationToken.None);
            kept = await Link.CountWholeAsync(store);
            await store.CommitAsync(Link.Number(kept + 1), CancellationToken.None);
            Assert.Equal(kept + 1, await Link.CountWholeAsync(store));
        }

        await using var raw = await OpenAsync(copy.File);
        Assert.Equal("ok", await ExecuteAsync(raw, "pragma integrity_check"));
        return kept;
    }

    private static async Task<SqliteConnection> OpenAsync(string file)
    {
        var connection = new SqliteConnection($"Data Source={file};Pooling=False");
        await connection.OpenAsync();
        return connection;
    }

    private static async Task<object?> ExecuteAsync(SqliteConnection connection, string sql)
    {
        await using var command = connection.CreateCommand();
        command.CommandText = sql;
        return await command.ExecuteScalarAsync();
    }

    private static async Task<byte[]> ReadAsync(string file)
    {
        await using var open = new FileStream(file, FileMode.Open, FileAccess.Read, FileShare.ReadWrite);
        var content = new byte[open.Length];
        await open.ReadExactlyAsync(content);
        return content;
    }

    private sealed class Copy : IDisposable
    {
        private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("litepipeline-power-");

        public Copy(byte[] database, byte[] log)
        {
            System.IO.File.WriteAllBytes(File, database);
            System.IO.File.WriteAllBytes(File + "-wal", log);
        }

        public string File => Path.Combine(_folder.FullName, "state.db");

        public void Dispose() => _folder.Delete(recursive: true);
    }
}
