using Dapper;
using LitePipeline.Core;
using LitePipeline.Storage.Relational;
using Microsoft.Data.Sqlite;

namespace LitePipeline.Storage.Sqlite;

/// <summary>What can be seen of a manager's database without changing it, also while the manager runs.</summary>
/// <param name="SchemaVersion">The version that its schema was last brought to; 0 for none.</param>
/// <param name="JournalMode">How it keeps what is being changed: <c>wal</c> once a manager has used it.</param>
/// <param name="Damage">What is wrong with its pages; null where they are whole.</param>
/// <param name="Bytes">Its size with its log.</param>
internal sealed record SqliteInspection(long SchemaVersion, string JournalMode, string? Damage, long Bytes)
{
    private const int Corrupt = 11, NoDatabase = 26;

    /// <summary>The newest version that this LitePipeline knows.</summary>
    public static long NewestSchemaVersion => Migrations.Newest(SqliteDialect.Migrations);

    /// <exception cref="StoreException">It cannot be read.</exception>
    public static SqliteInspection Of(string database)
    {
        var bytes = new FileInfo(database).Length + (File.Exists(database + "-wal") ? new FileInfo(database + "-wal").Length : 0);
        try
        {
            using var connection = SqliteBackup.Open(database);
            var found = connection.Query<string>("pragma quick_check(5)").AsList();
            var hasVersion = connection.ExecuteScalar<long>("select count(*) from sqlite_master where type = 'table' and name = 'schema_version'") > 0;
            return new SqliteInspection(
                hasVersion ? connection.ExecuteScalar<long?>("select max(version) from schema_version") ?? 0 : 0,
                connection.ExecuteScalar<string>("pragma journal_mode") ?? "",
                found is ["ok"] ? null : string.Join("; ", found),
                bytes);
        }
        catch (SqliteException failure) when (failure.SqliteErrorCode is Corrupt or NoDatabase)
        {
            return new SqliteInspection(0, "", failure.Message, bytes);
        }
        catch (SqliteException failure)
        {
            throw new StoreException($"The database {database} cannot be read: {failure.Message}", failure);
        }
    }
}
