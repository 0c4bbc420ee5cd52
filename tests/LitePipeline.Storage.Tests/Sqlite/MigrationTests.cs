using Dapper;
using LitePipeline.Core;
using LitePipeline.Core.Actions;
using LitePipeline.Core.Storage;
using LitePipeline.Core.Tasks;
using LitePipeline.Storage.Relational;
using LitePipeline.Storage.Sqlite;
using LitePipeline.Storage.Tests.Samples;
using LitePipeline.Storage.Tests.Stores;
using Microsoft.Data.Sqlite;

namespace LitePipeline.Storage.Tests.Sqlite;

public sealed class MigrationTests : IAsyncLifetime
{
    private readonly SqliteTestStore _test = SqliteTestStore.New();

    public Task InitializeAsync() => Task.CompletedTask;

    public async Task DisposeAsync() => await _test.DisposeAsync();

    [Fact]
    public async Task A_database_of_the_first_version_is_brought_up_to_date_and_its_rows_survive()
    {
        await WriteFirstVersionAsync();

        await _test.Store.OpenAsync(CancellationToken.None);

        var snapshot = await _test.Store.LoadAsync(CancellationToken.None);
        Assert.Equal(Text.Of(new StoreSnapshot
        {
            Applications = [Full.Application(1)],
            Versions = [Full.Version(1, 1)],
            Tasks = [OldTask(1)],
            Actions = [OldAction(1)],
            LastTaskSequence = 40,
            LastApplicationSequence = 41,
            LastHistoryId = 42,
        }), Text.Of(snapshot));
        Assert.Equal(Text.Of(new[] { OldTask(2) with { State = Finished }, OldTask(1) }), Text.Of((await _test.Store.QueryAsync(new TaskQuery(), CancellationToken.None)).Items));

        // And all that is new works on it.
        await _test.Store.CommitAsync([new StoreChange.DeleteTask(Sample.TaskId(2)), new StoreChange.SaveAction(Full.Action(1, "first"))], CancellationToken.None);
        Assert.Equal(Text.Of(new[] { Full.Action(1, "first") }), Text.Of((await _test.Store.LoadAsync(CancellationToken.None)).Actions));
        var before = await Content.OfAsync(_test.Store);
        await _test.ReopenAsync();
        Assert.Equal(before, await Content.OfAsync(_test.Store));
    }

    [Fact]
    public async Task A_database_that_was_brought_up_to_date_is_as_a_new_one()
    {
        await WriteFirstVersionAsync();
        await _test.Store.OpenAsync(CancellationToken.None);
        await using var fresh = new SqliteTestStore();
        await fresh.Store.OpenAsync(CancellationToken.None);
        Assert.Equal(await SchemaAsync(fresh.File), await SchemaAsync(_test.File));
    }

    [Fact]
    public async Task A_database_of_a_newer_version_is_refused_and_left_as_it_is()
    {
        await _test.Store.OpenAsync(CancellationToken.None);
        await _test.Store.DisposeAsync();
        await ExecuteAsync("insert into schema_version (version) values (9999)");
        var before = await SchemaAsync(_test.File);

        var refused = await Assert.ThrowsAsync<StoreException>(_test.ReopenAsync);

        Assert.Contains("9999", refused.Message, StringComparison.Ordinal);
        Assert.Contains(_test.File, refused.Message, StringComparison.Ordinal);
        Assert.Contains("a newer LitePipeline wrote it", refused.Message, StringComparison.Ordinal);
        Assert.Equal(before, await SchemaAsync(_test.File));
    }

    [Fact]
    public async Task A_migration_that_fails_changes_nothing_and_can_be_tried_again()
    {
        await WriteFirstVersionAsync();
        await ExecuteAsync("create table services (in_the_way integer)");
        var before = await SchemaAsync(_test.File);

        await Assert.ThrowsAsync<StoreException>(() => _test.Store.OpenAsync(CancellationToken.None));
        Assert.Equal(before, await SchemaAsync(_test.File));

        await ExecuteAsync("drop table services");
        await _test.Store.OpenAsync(CancellationToken.None);
        Assert.Equal(2, (await _test.Store.QueryAsync(new TaskQuery(), CancellationToken.None)).Total);
    }

    [Fact]
    public async Task What_refers_to_a_row_that_can_be_deleted_is_found_by_an_index()
    {
        await _test.Store.OpenAsync(CancellationToken.None);
        await using var connection = await ConnectAsync(_test.File);
        var references = (await connection.QueryAsync<(string Table, string Column)>(
            """select m.name, k."from" from sqlite_master m join pragma_foreign_key_list(m.name) k where m.type = 'table' and k.seq = 0""")).ToList();
        Assert.Equal(7, references.Count);
        foreach (var (table, column) in references)
        {
            var leading = await connection.QueryAsync<string>("select c.name from pragma_index_list(@table) i join pragma_index_info(i.name) c where c.seqno = 0", new { table });
            Assert.Contains(column, leading);
        }
    }

    [Fact]
    public async Task A_database_of_the_second_version_takes_artifacts_and_keeps_its_rows()
    {
        await WriteFirstVersionAsync();
        await RunScriptAsync("0002_works_schedules_services.sql");
        await ExecuteAsync("insert into schema_version (version) values (2)");

        await _test.Store.OpenAsync(CancellationToken.None);

        Assert.Equal(Text.Of(new[] { OldAction(1) }), Text.Of((await _test.Store.LoadAsync(CancellationToken.None)).Actions));
        Assert.Empty((await _test.Store.QueryAsync(new ArtifactQuery(), CancellationToken.None)).Items);
        await _test.Store.CommitAsync([new StoreChange.SaveAction(Full.Action(1, "first"))], CancellationToken.None);
        Assert.Equal(2, (await _test.Store.QueryAsync(new ArtifactQuery { Task = Sample.TaskId(1) }, CancellationToken.None)).Total);
    }

    // A task and an action as the first version knew them: what came later has the value that means "not so".
    private static TaskRecord OldTask(long number) => Full.Task(number) with { Priority = 0, Schedule = null, State = Full.TaskState with { AttemptBase = 0 } };

    private static ActionRecord OldAction(long task) => Full.Action(task, "first") with { Retries = 0, Losses = 0, RetryAt = null, Earlier = [], Artifacts = [], Cached = null };

    private static TaskState Finished => Full.TaskState with { Stage = RunStage.Finished, AttemptBase = 0 };

    private async Task RunScriptAsync(string name)
    {
        await using var script = typeof(SqliteStoreOptions).Assembly.GetManifestResourceStream($"LitePipeline.Storage.Sqlite.Migrations.{name}")!;
        using var reader = new StreamReader(script);
        await ExecuteAsync(await reader.ReadToEndAsync());
    }

    private async Task WriteFirstVersionAsync()
    {
        await ExecuteAsync("pragma journal_mode = wal");
        await RunScriptAsync("0001_initial.sql");
        await ExecuteAsync("create table schema_version (version integer not null primary key); insert into schema_version (version) values (1)");
        await ExecuteAsync("insert into high_marks (name, value) values ('task', 40), ('application', 41), ('history', 42)");
        var application = Full.Application(1);
        await ExecuteAsync("insert into applications values (@number, @id, @name, @description, @created, @updated, @sha1, @sha256, @format, @size, @configuration)", new
        {
            number = application.Sequence,
            id = SqlValues.Of(application.Id.Value),
            name = application.Name,
            description = application.Description,
            created = SqlValues.Of(application.CreatedAt),
            updated = SqlValues.Of(application.UpdatedAt),
            sha1 = application.Package.Sha1,
            sha256 = application.Package.Sha256,
            format = (long)application.Package.Format,
            size = application.Package.Size,
            configuration = SqlValues.Of(application.Configuration),
        });
        var version = Full.Version(1, 1);
        await ExecuteAsync("insert into application_versions values (@number, @id, @created, @description, @sha1, @sha256, @format, @size, @configuration)", new
        {
            number = version.HistoryId,
            id = SqlValues.Of(version.Application.Value),
            created = SqlValues.Of(version.CreatedAt),
            description = version.Description,
            sha1 = version.Package.Sha1,
            sha256 = version.Package.Sha256,
            format = (long)version.Package.Format,
            size = version.Package.Size,
            configuration = SqlValues.Of(version.Configuration),
        });
        await WriteTaskAsync(OldTask(1));
        await WriteTaskAsync(OldTask(2) with { State = Finished });
        var action = OldAction(1);
        await ExecuteAsync("insert into actions values (@task, @name, @ordinal, @stage, @status, @attempt, @node, @started, @ended, @code, @kind, @failure, @result)", new
        {
            task = 1,
            name = action.Name,
            ordinal = action.Ordinal,
            stage = (long)action.Stage,
            status = (long?)action.Status,
            attempt = action.Attempt,
            node = SqlValues.Of(action.Node!.Value.Value),
            started = SqlValues.Of(action.StartedAt),
            ended = SqlValues.Of(action.EndedAt),
            code = action.ReturnCode,
            kind = (long)action.Failure!.Kind,
            failure = action.Failure.Message,
            result = SqlValues.Of(action.Result),
        });
    }

    private Task WriteTaskAsync(TaskRecord task) => ExecuteAsync(
        "insert into tasks values (@number, @id, @stage, @status, @application, @work, @service, @created, @updated, @started, @ended, @signal, @name, @version, @message, @input)", new
        {
            number = task.Sequence,
            id = SqlValues.Of(task.Id.Value),
            stage = (long)task.State.Stage,
            status = (long?)task.State.Status,
            application = SqlValues.Of(task.Application.Value),
            work = SqlValues.Of(task.Work!.Value.Value),
            service = SqlValues.Of(task.Service!.Value.Value),
            created = SqlValues.Of(task.CreatedAt),
            updated = SqlValues.Of(task.State.UpdatedAt),
            started = SqlValues.Of(task.State.StartedAt),
            ended = SqlValues.Of(task.State.EndedAt),
            signal = (long?)task.State.StopSignal,
            name = task.Name,
            version = task.Version,
            message = task.State.Message,
            input = SqlValues.Of(task.Input),
        });

    private async Task ExecuteAsync(string sql, object? parameters = null)
    {
        await using var connection = await ConnectAsync(_test.File);
        await connection.ExecuteAsync(sql, parameters);
    }

    private static async Task<string> SchemaAsync(string file)
    {
        await using var connection = await ConnectAsync(file);
        return string.Join('\n', (await connection.QueryAsync<string>(
            "select sql from sqlite_master where sql is not null order by type, name")).Append($"version {await connection.ExecuteScalarAsync<long?>("select max(version) from schema_version")}"));
    }

    private static async Task<SqliteConnection> ConnectAsync(string file)
    {
        var connection = new SqliteConnection($"Data Source={file};Pooling=False");
        await connection.OpenAsync();
        return connection;
    }
}
