using System.Collections.Concurrent;
using LitePipeline.Storage.Postgres;
using Npgsql;

namespace LitePipeline.Storage.Tests.Postgres;

/// <summary>The PostgreSQL that test.sh started.</summary>
internal static class TestPostgres
{
    public static string ConnectionString { get; } = Environment.GetEnvironmentVariable("LITEPIPELINE_TEST_POSTGRES")
        ?? throw new InvalidOperationException("No PostgreSQL: run ./test.sh, or tests/postgres.sh start FOLDER and set LITEPIPELINE_TEST_POSTGRES='Host=FOLDER;Username=postgres'.");

    private static readonly ConcurrentBag<string> Emptied = [];

    /// <summary>A schema that nobody else has, without a table in it.</summary>
    public static PostgresStoreOptions NewSchema() => In($"t{Guid.NewGuid():n}");

    /// <summary>A schema that nobody else has; its tables may be there already, as to make them takes longer than most tests.</summary>
    public static PostgresStoreOptions TakeSchema() => Emptied.TryTake(out var schema) ? In(schema) : NewSchema();

    /// <summary>Empties a schema for the next test.</summary>
    public static async Task GiveBackAsync(PostgresStoreOptions options)
    {
        await RunAsync(options, """
            set session_replication_role = replica;
            do $$ declare name text; begin
                for name in select tablename from pg_tables where schemaname = current_schema() and tablename not in ('schema_version', 'writer') loop
                    execute format('delete from %I', name);
                end loop;
            end $$;
            """);
        Emptied.Add(options.Schema);
    }

    private static PostgresStoreOptions In(string schema) => new()
    {
        ConnectionString = new NpgsqlConnectionStringBuilder(ConnectionString) { ApplicationName = schema }.ToString(),
        Schema = schema,
        TakeoverTimeout = TimeSpan.FromSeconds(20),
    };

    /// <summary>Runs a statement as somebody else would, in the options' schema.</summary>
    public static async Task<object?> RunAsync(PostgresStoreOptions options, string sql)
    {
        await using var connection = new NpgsqlConnection(new NpgsqlConnectionStringBuilder(options.ConnectionString) { SearchPath = options.Schema, Pooling = false, ApplicationName = "somebody else" }.ToString());
        await connection.OpenAsync();
        await using var command = new NpgsqlCommand(sql, connection);
        return await command.ExecuteScalarAsync();
    }
}
