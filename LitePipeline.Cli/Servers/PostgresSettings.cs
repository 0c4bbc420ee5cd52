using LitePipeline.Storage.Postgres;

namespace LitePipeline.Cli.Servers;

/// <summary>A PostgreSQL database that keeps a manager's state.</summary>
/// <param name="ConnectionString">How it is reached; null where the file says it.</param>
/// <param name="ConnectionStringFile">The file that holds the connection string.</param>
/// <param name="Schema">The schema; null for the default.</param>
internal sealed record PostgresSettings(string? ConnectionString, string? ConnectionStringFile, string? Schema = null)
{
    public void AddTo(PostgresStoreOptions options)
    {
        (options.ConnectionString, options.ConnectionStringFile) = (ConnectionString ?? "", ConnectionStringFile);
        options.Schema = Schema ?? options.Schema;
    }
}
