using System.Data;
using System.Data.Common;
using System.Globalization;
using System.Text;
using System.Text.Json;
using Dapper;
using LitePipeline.Core;
using LitePipeline.Storage.Queries;
using LitePipeline.Storage.Relational;
using Microsoft.Data.Sqlite;

namespace LitePipeline.Storage.Sqlite;

/// <summary>SQLite's own ways.</summary>
internal sealed class SqliteDialect : ISqlDialect
{
    // Larger than SQLite's 1,000 pages: a busy page is then written back once for many commits, and the log stays below some 16 MB.
    private const int CheckpointPages = 4_000;
    private const int KeptLogBytes = 64 << 20;

    /// <summary>Where the scripts of its schema are embedded.</summary>
    public const string Migrations = "LitePipeline.Storage.Sqlite.Migrations.";

    private const string PathOption = $"{SqliteStoreOptions.Section}:{nameof(SqliteStoreOptions.Path)}";

    private readonly string _file;
    private readonly SqliteStoreOptions _options;
    private readonly string _writer;
    private readonly string _reader;

    public SqliteDialect(SqliteStoreOptions options)
    {
        _options = options;
        _file = Path.GetFullPath(options.Path);
        // The driver's own retry at "busy" counts in whole seconds, and 0 would mean for ever.
        var seconds = Math.Max(1, (int)Math.Ceiling(options.BusyTimeout.TotalSeconds));
        _writer = new SqliteConnectionStringBuilder { DataSource = _file, Mode = SqliteOpenMode.ReadWriteCreate, Pooling = false, DefaultTimeout = seconds }.ToString();
        _reader = new SqliteConnectionStringBuilder { DataSource = _file, Mode = SqliteOpenMode.ReadOnly, Pooling = true, DefaultTimeout = seconds }.ToString();
    }

    public string Describe => _file;

    public string MigrationPrefix => Migrations;

    public string CountTablesNamed => "select count(*) from sqlite_master where type = 'table' and name = @name";

    public DbConnection OpenWriter()
    {
        RefuseReadOnly();
        CreateFolder();
        var claim = Claim();
        var connection = new SqliteConnection(_writer);
        connection.Disposed += (_, _) => claim.Dispose();
        try
        {
            connection.Open();
            Prepare(connection);
            return connection;
        }
        catch
        {
            connection.Dispose();
            throw;
        }
    }

    public WriterConnection StartWriting(DbConnection connection, bool goesOn) => new SqliteWriter((SqliteConnection)connection);

    public DbConnection OpenReader()
    {
        var connection = new SqliteConnection(_reader);
        connection.Open();
        return connection;
    }

    public DbTransaction BeginRead(DbConnection connection) => ((SqliteConnection)connection).BeginTransaction(IsolationLevel.Serializable, deferred: true);

    public string NameFits(string column, NamePattern pattern, string parameter, out object value)
    {
        // GLOB, not LIKE: it tells upper from lower case. Its other special characters stand for themselves in brackets.
        var glob = new StringBuilder(pattern.Text.Length + 8);
        foreach (var character in pattern.Text)
        {
            if (character is '?' or '[') glob.Append('[').Append(character).Append(']');
            else if (character != '*' || glob.Length == 0 || glob[^1] != '*') glob.Append(character);
        }

        value = glob.ToString();
        // GLOB would stop reading at a NUL; no name has one.
        return pattern.Text.Contains('\0', StringComparison.Ordinal) ? "0" : $"{column} glob @{parameter}";
    }

    public string IsOneOf(string column, IEnumerable<Guid> ids, string parameter, out object value)
    {
        value = JsonSerializer.Serialize(ids.Select(id => id.ToString("n")));
        return $"{column} in (select unhex(value) from json_each(@{parameter}))";
    }

    public string WithoutIndex(string column) => "+" + column;

    public void ReleaseReaders()
    {
        using var connection = new SqliteConnection(_reader);
        SqliteConnection.ClearPool(connection);
    }

    private void Prepare(SqliteConnection connection)
    {
        connection.Execute(string.Create(CultureInfo.InvariantCulture, $"pragma busy_timeout = {(int)_options.BusyTimeout.TotalMilliseconds}"));
        // Where it cannot have its log, SQLite says so in the answer and goes on without: queries would then block commits.
        var mode = connection.ExecuteScalar<string>("pragma journal_mode = wal");
        if (mode != "wal") throw new StoreException($"The database {_file} cannot keep a write-ahead log beside it (its mode stays '{mode}'). Put it on a local disk: change {PathOption}.");
        connection.Execute(string.Create(CultureInfo.InvariantCulture, $"""
            pragma synchronous = {(_options.Durability == SqliteDurability.PowerLoss ? "full" : "normal")};
            pragma foreign_keys = on;
            pragma wal_autocheckpoint = {CheckpointPages};
            pragma journal_size_limit = {KeptLogBytes};
            """));
    }

    private void CreateFolder()
    {
        try
        {
            Directory.CreateDirectory(Path.GetDirectoryName(_file)!);
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            throw new StoreException($"The folder of the database {_file} cannot be created: {failure.Message} Change {PathOption}.", failure);
        }
    }

    /// <summary>Makes the database this process's own: SQLite itself would let two managers write in turn, and each would take the other's rows for its own.</summary>
    private FileStream Claim()
    {
        try
        {
            return new FileStream(_file + ".lock", FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            throw new StoreException($"The database {_file} cannot be taken: {failure.Message} If another manager runs on it, stop that one, or change {PathOption}.", failure);
        }
    }

    /// <summary>SQLite would open such a file and fail at the first commit only.</summary>
    private void RefuseReadOnly()
    {
        if (File.Exists(_file) && File.GetAttributes(_file).HasFlag(FileAttributes.ReadOnly))
            throw new StoreException($"The database {_file} is read-only. Make it writable, or change {PathOption}.");
    }
}
