using System.CommandLine;
using LitePipeline.Cli.Commands;
using LitePipeline.Cli.Servers;
using LitePipeline.Core;
using LitePipeline.Storage.Copying;
using LitePipeline.Storage.Postgres;
using LitePipeline.Storage.Sqlite;

namespace LitePipeline.Cli.Stores;

/// <summary><c>store copy</c>: a manager's state, from one kind of database to the other.</summary>
internal static class StoreCommands
{
    private const string Sqlite = "sqlite:", Postgres = "postgres:";
    private const string Forms = "sqlite:DIR, a manager's data folder, or postgres:FILE, a file that holds a connection string";

    public static Command Create() => new("store", "Move a manager's state between databases.") { Copy() };

    private static ToolCommand Copy()
    {
        var from = Place("--from", "The store to copy");
        var to = Place("--to", "The empty store to copy into");
        var schema = ServerOptions.NotEmpty(new Option<string?>("--schema") { Description = "The schema of the PostgreSQL database; litepipeline by default.", HelpName = "NAME" });
        var command = new ToolCommand("copy", "Copy all of a store into an empty one of the other kind, whole or not at all; the manager must be stopped.") { from, to, schema };
        command.SetAction(async (parsed, cancellationToken) =>
        {
            var (source, target) = (parsed.GetRequiredValue(from), parsed.GetRequiredValue(to));
            var copied = await CopyAsync(source, target, parsed.GetValue(schema), cancellationToken);
            var output = parsed.InvocationConfiguration.Output;
            foreach (var table in copied) await output.WriteLineAsync($"{table.Name,-22}{table.Rows,12:N0} rows  {table.Sha256[..16]}");
            await output.WriteLineAsync($"{target}: {copied.Sum(table => table.Rows):N0} rows, read again and the same as in {source}. Packages and keys stay in the data folder.");
            return ExitCode.Ok;
        });
        return command.Example("store copy --from sqlite:/srv/manager/data --to postgres:/srv/manager/postgres").Example("store copy --from postgres:/srv/manager/postgres --to sqlite:/srv/manager/data");
    }

    private static Option<string> Place(string name, string what) => ServerOptions.NotEmpty(new Option<string>(name) { Description = $"{what}: {Forms}.", Required = true, HelpName = "STORE" });

    private static async Task<IReadOnlyList<CopiedTable>> CopyAsync(string from, string to, string? schema, CancellationToken cancellationToken)
    {
        try
        {
            return (IsSqlite(from, "--from"), IsSqlite(to, "--to")) switch
            {
                (true, false) => await StoreCopy.RunAsync(SqliteAt(from), PostgresAt(to, schema), cancellationToken),
                (false, true) => await StoreCopy.RunAsync(PostgresAt(from, schema), SqliteAt(to), cancellationToken),
                _ => throw ToolException.Usage("--from and --to are of the same kind; give sqlite:DIR for one and postgres:FILE for the other."),
            };
        }
        catch (StoreException failure)
        {
            throw ToolException.Failed(failure.Message, failure);
        }
    }

    private static bool IsSqlite(string place, string option)
    {
        if (place.StartsWith(Sqlite, StringComparison.Ordinal) && place.Length > Sqlite.Length) return true;
        if (place.StartsWith(Postgres, StringComparison.Ordinal) && place.Length > Postgres.Length) return false;
        throw ToolException.Usage($"{option} is '{place}'; give {Forms}.");
    }

    private static SqliteStoreOptions SqliteAt(string place)
    {
        var path = Path.GetFullPath(place[Sqlite.Length..]);
        return new SqliteStoreOptions { Path = Directory.Exists(path) || Path.GetExtension(path) != ".db" ? Path.Combine(path, "manager.db") : path };
    }

    private static PostgresStoreOptions PostgresAt(string place, string? schema)
    {
        var options = new PostgresStoreOptions { ConnectionStringFile = Path.GetFullPath(place[Postgres.Length..]) };
        options.Schema = schema ?? options.Schema;
        return options;
    }
}
