using Dapper;
using LitePipeline.Core;
using Microsoft.Data.Sqlite;

namespace LitePipeline.Storage.Sqlite;

/// <summary>Copies the database of a manager, also while that runs.</summary>
public static class SqliteBackup
{
    private const string TablesWithContents = """
        select m.name from sqlite_master m join pragma_table_info(m.name) c on c.name = 'sha256' where m.type = 'table'
        """;

    /// <summary>Writes the database as of its last commit into a new file. Whoever writes meanwhile is not held up.</summary>
    /// <param name="database">The database.</param>
    /// <param name="copy">The new file; nothing may be there.</param>
    /// <returns>The SHA-256, in lower hex, of all that the copy names in the package store.</returns>
    /// <exception cref="StoreException">The database cannot be read, or the copy cannot be written.</exception>
    public static IReadOnlySet<string> Copy(string database, string copy)
    {
        try
        {
            using (var source = Open(database)) source.Execute("vacuum into @copy", new { copy });
            return ReadContents(copy);
        }
        catch (SqliteException failure)
        {
            throw new StoreException($"The database {database} cannot be copied to {copy}: {failure.Message}", failure);
        }
    }

    /// <summary>Looks a database through, page by page.</summary>
    /// <returns>What is wrong with it; null where it is whole.</returns>
    public static string? FindDamage(string database)
    {
        try
        {
            using var connection = Open(database);
            var found = connection.Query<string>("pragma integrity_check(5)").AsList();
            return found is ["ok"] ? null : string.Join("; ", found);
        }
        catch (SqliteException failure)
        {
            return failure.Message;
        }
    }

    private static HashSet<string> ReadContents(string database)
    {
        using var connection = Open(database);
        var contents = new HashSet<string>(StringComparer.Ordinal);
        foreach (var table in connection.Query<string>(TablesWithContents).AsList())
            contents.UnionWith(connection.Query<string>($"select distinct sha256 from {table}"));
        return contents;
    }

    // Not from a pool: nothing may hold the file when it is moved or removed.
    internal static SqliteConnection Open(string database)
    {
        var connection = new SqliteConnection(new SqliteConnectionStringBuilder { DataSource = database, Mode = SqliteOpenMode.ReadOnly, Pooling = false }.ToString());
        connection.Open();
        return connection;
    }
}
