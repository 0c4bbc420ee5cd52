using System.Diagnostics;
using System.Globalization;
using LitePipeline.Core;
using LitePipeline.Core.Storage;
using LitePipeline.Storage.Postgres;
using LitePipeline.Storage.Tests.Child;
using LitePipeline.Storage.Tests.Samples;
using Npgsql;

namespace LitePipeline.Storage.Tests.Postgres;

/// <summary>What a server may do to a store: it says so, keeps nothing of a commit that failed, and goes on when it can.</summary>
public class ServerTroubleTests
{
    private static PostgresStoreOptions With(PostgresStoreOptions options, string setting) => new()
    {
        ConnectionString = new NpgsqlConnectionStringBuilder(options.ConnectionString) { Options = $"-c {setting}" }.ToString(),
        Schema = options.Schema,
    };

    [Fact]
    public async Task A_statement_that_takes_too_long_fails_the_commit_and_the_same_one_goes_through_later()
    {
        await using var test = new PostgresTestStore();
        await using var store = PostgresPipelineStore.Create(With(test.Options, "statement_timeout=300"));
        await store.OpenAsync(CancellationToken.None);
        await using (var other = new NpgsqlConnection(test.Options.ConnectionString))
        {
            await other.OpenAsync();
            await using var transaction = await other.BeginTransactionAsync();
            await using var command = new NpgsqlCommand($"lock table {test.Options.Schema}.works in exclusive mode", other, transaction);
            await command.ExecuteNonQueryAsync();
            var failed = await Assert.ThrowsAsync<StoreException>(() => store.CommitAsync(Link.Number(1), CancellationToken.None));
            Assert.Contains("statement timeout", failed.Message, StringComparison.Ordinal);
            Assert.Contains("insert into works", failed.Message, StringComparison.Ordinal);
        }

        Assert.Equal(0, (await store.LoadAsync(CancellationToken.None)).LastTaskSequence);
        await store.CommitAsync(Link.Number(1), CancellationToken.None);
        Assert.Equal(1, await Link.CountWholeAsync(store));
    }

    [Fact]
    public async Task A_server_that_takes_no_changes_is_refused_with_its_words()
    {
        await using var test = new PostgresTestStore();
        await test.Store.OpenAsync(CancellationToken.None);
        await test.Store.DisposeAsync();
        await using var store = PostgresPipelineStore.Create(With(test.Options, "default_transaction_read_only=on"));
        var refused = await Assert.ThrowsAsync<StoreException>(() => store.OpenAsync(CancellationToken.None));
        Assert.Contains("read-only transaction", refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_server_that_is_not_there_is_told_without_the_password()
    {
        await using var store = PostgresPipelineStore.Create(new PostgresStoreOptions { ConnectionString = "Host=127.0.0.1;Port=1;Database=pipelines;Username=me;Password=hush-hush" });
        var refused = await Assert.ThrowsAsync<StoreException>(() => store.OpenAsync(CancellationToken.None));
        Assert.Contains("pipelines on 127.0.0.1:1 (schema litepipeline)", refused.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("hush", refused.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_database_of_a_newer_version_is_refused()
    {
        await using var test = new PostgresTestStore();
        await test.Store.OpenAsync(CancellationToken.None);
        await test.RunAsync("insert into schema_version (version) values (9999)");
        try
        {
            var refused = await Assert.ThrowsAsync<StoreException>(test.ReopenAsync);
            Assert.Contains("9999", refused.Message, StringComparison.Ordinal);
            Assert.Contains("a newer LitePipeline wrote it", refused.Message, StringComparison.Ordinal);
        }
        finally
        {
            await test.RunAsync("delete from schema_version where version = 9999");
        }
    }

    [Theory]
    [InlineData("update audit set actor = 'nobody'", "not changed")]
    [InlineData("delete from audit", "not removed")]
    [InlineData("truncate audit", "not removed")]
    public async Task The_database_itself_keeps_the_audit_trail_as_it_is(string sql, string why)
    {
        await using var test = new PostgresTestStore();
        await test.Store.OpenAsync(CancellationToken.None);
        await test.Store.CommitAsync([new StoreChange.AddAudit(Sample.Audit(1))], CancellationToken.None);
        var refused = await Assert.ThrowsAsync<PostgresException>(() => test.RunAsync(sql));
        Assert.Contains(why, refused.Message, StringComparison.Ordinal);
        Assert.Single((await test.Store.QueryAsync(new AuditQuery(), CancellationToken.None)).Items);
    }

    [Fact]
    public async Task What_a_killed_process_was_answered_is_there_and_commits_are_whole()
    {
        await using var test = new PostgresTestStore();
        var random = new Random(7);
        long answered = 0;
        for (var round = 0; round < 3; round++)
        {
            var until = answered + 1 + random.Next(60);
            using (var child = ChildProcess.StartOn(test.Options))
            {
                while (answered < until) answered = Number((await child.ReadLineAsync())!);
                await child.KillAsync();
                foreach (var line in await child.ReadToEndAsync()) answered = Math.Max(answered, Number(line));
            }

            // The server may still be at its last commit: the next one waits until that has ended.
            await test.ReopenAsync();
            Assert.InRange(await Link.CountWholeAsync(test.Store), answered, answered + 1);
            await test.Store.DisposeAsync();
        }

        static long Number(string line) => long.Parse(line, CultureInfo.InvariantCulture);
    }

    [Fact]
    public async Task A_server_that_crashes_under_load_loses_and_doubles_no_commit()
    {
        var folder = Directory.CreateTempSubdirectory("litepipeline-postgres-").FullName;
        await ScriptAsync("start");
        try
        {
            await using var store = PostgresPipelineStore.Create(new PostgresStoreOptions { ConnectionString = $"Host={folder};Username=postgres" });
            await store.OpenAsync(CancellationToken.None);
            var (made, failed) = (0L, 0);
            for (var round = 0; round < 3; round++)
            {
                var crashing = Task.CompletedTask;
                for (var until = made + 40; made < until || !crashing.IsCompleted;)
                {
                    if (made == until - 20 && crashing.IsCompleted) crashing = ScriptAsync("crash");
                    try
                    {
                        await store.CommitAsync(Link.Number(made + 1), CancellationToken.None);
                        made++;
                    }
                    catch (Exception failure) when (failure is StoreException or CommitUncertainException)
                    {
                        failed++;
                        await Task.Delay(TimeSpan.FromMilliseconds(10), TimeProvider.System);
                    }
                }

                await crashing;
            }

            Assert.True(failed >= 3, $"Only {failed} commits failed.");
            Assert.Equal(made, await Link.CountWholeAsync(store));
        }
        finally
        {
            await ScriptAsync("stop");
        }

        async Task ScriptAsync(string command)
        {
            using var script = Process.Start(Path.Combine(Root(), "tests", "postgres.sh"), [command, folder]);
            await script.WaitForExitAsync().WaitAsync(Limit.Time);
            Assert.Equal(0, script.ExitCode);
        }

        static string Root()
        {
            var folder = new DirectoryInfo(AppContext.BaseDirectory);
            while (!File.Exists(Path.Combine(folder.FullName, "test.sh"))) folder = folder.Parent!;
            return folder.FullName;
        }
    }

    [Fact]
    public void Wrong_options_are_refused_by_name()
    {
        Assert.Contains("ConnectionString is empty", Refusal(new()), StringComparison.Ordinal);
        Assert.Contains("do not go together", Refusal(new() { ConnectionString = "Host=a", ConnectionStringFile = "b" }), StringComparison.Ordinal);
        Assert.Contains("ConnectionStringFile: /proc/nowhere cannot be read", Refusal(new() { ConnectionStringFile = "/proc/nowhere" }), StringComparison.Ordinal);
        Assert.Contains("names no host", Refusal(new() { ConnectionString = "Database=a" }), StringComparison.Ordinal);
        Assert.Contains("Postgres:Schema is 'a;b'", Refusal(new() { ConnectionString = "Host=a", Schema = "a;b" }), StringComparison.Ordinal);
        var refused = Refusal(new() { ConnectionString = "Host=a;Port=hush-hush" });
        Assert.Contains("is no connection string of Npgsql", refused, StringComparison.Ordinal);
        Assert.DoesNotContain("hush", refused, StringComparison.Ordinal);

        static string Refusal(PostgresStoreOptions options) => new PostgresOptionsCheck().Validate(null, options).FailureMessage ?? "";
    }
}
