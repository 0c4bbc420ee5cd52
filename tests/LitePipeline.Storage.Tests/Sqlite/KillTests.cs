using System.Globalization;
using LitePipeline.Core.Storage;
using LitePipeline.Storage.Sqlite;
using LitePipeline.Storage.Tests.Child;
using LitePipeline.Storage.Tests.Samples;
using LitePipeline.Storage.Tests.Stores;

namespace LitePipeline.Storage.Tests.Sqlite;

public class KillTests
{
    [Theory]
    [InlineData(SqliteDurability.PowerLoss)]
    [InlineData(SqliteDurability.ProcessCrash)]
    public async Task What_a_killed_process_was_answered_is_there_and_commits_are_whole(SqliteDurability durability)
    {
        await using var test = new SqliteTestStore(durability);
        var random = new Random(7);
        long answered = 0;
        for (var round = 0; round < 8; round++)
        {
            // Now after a few commits, now after enough for the log to have been written back.
            var until = answered + 1 + random.Next(round % 2 == 0 ? 5 : 250);
            using (var child = ChildProcess.Start("commit", test.File, durability))
            {
                while (answered < until) answered = Number((await child.ReadLineAsync())!);
                await child.KillAsync();
                // Lines that were still on their way; the last one may have been cut.
                foreach (var line in await child.ReadToEndAsync()) answered = Math.Max(answered, Number(line));
            }

            await test.ReopenAsync();
            var kept = await Link.CountWholeAsync(test.Store);
            Assert.InRange(kept, answered, answered + 1);
            await test.Store.DisposeAsync();
        }
    }

    [Fact]
    public async Task A_killed_process_leaves_the_database_to_the_next_one()
    {
        await using var test = new SqliteTestStore();
        using var child = ChildProcess.Start("hold", test.File);
        Assert.Equal("open", await child.ReadLineAsync());
        await child.KillAsync();
        await test.Store.OpenAsync(CancellationToken.None);
        Assert.Equal(Text.Of(new StoreSnapshot()), Text.Of(await test.Store.LoadAsync(CancellationToken.None)));
    }

    private static long Number(string line) => long.Parse(line, CultureInfo.InvariantCulture);
}
