using System.Data;
using System.Data.Common;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Dapper;
using LitePipeline.Core;
using LitePipeline.Storage.Queries;
using LitePipeline.Storage.Relational;
using Npgsql;

namespace LitePipeline.Storage.Postgres;

/// <summary>PostgreSQL's own ways.</summary>
internal sealed class PostgresDialect : ISqlDialect
{
    private const string LockNotAvailable = PostgresErrorCodes.LockNotAvailable;

    private readonly PostgresStoreOptions _options;
    private readonly PostgresAddress _address;
    private readonly NpgsqlDataSource _writer;
    private readonly NpgsqlDataSource _readers;
    private readonly long _lock;
    private WritingTerm? _term;

    public PostgresDialect(PostgresStoreOptions options)
    {
        _options = options;
        _address = PostgresAddress.Of(options);
        _writer = Source(_address.Writer);
        _readers = Source(_address.Readers);
        _lock = BitConverter.ToInt64(SHA256.HashData(Encoding.UTF8.GetBytes($"LitePipeline's manager on {_address.Schema}")));
    }

    public string Describe => _address.Describe;

    public string MigrationPrefix => "LitePipeline.Storage.Postgres.Migrations.";

    public string CountTablesNamed => "select count(*) from pg_tables where schemaname = current_schema() and tablename = @name";

    public DbConnection OpenWriter()
    {
        var connection = _writer.OpenConnection();
        try
        {
            Prepare(connection);
            return connection;
        }
        catch
        {
            connection.Dispose();
            throw;
        }
    }

    public WriterConnection StartWriting(DbConnection connection, bool goesOn)
    {
        var wasMade = false;
        if (!goesOn || _term is null)
        {
            var (number, commits) = connection.QuerySingle<(long, long)>("update writer set term = term + 1 returning term, commits");
            _term = new WritingTerm(number, commits);
        }
        else
        {
            var (number, commits) = connection.QuerySingle<(long, long)>("select term, commits from writer");
            if (number != _term.Number) throw Taken();
            wasMade = _term.Settle(commits);
        }

        return new PostgresWriter((NpgsqlConnection)connection, this, _term, wasMade);
    }

    public DbConnection OpenReader() => _readers.OpenConnection();

    public DbTransaction BeginRead(DbConnection connection) => connection.BeginTransaction(IsolationLevel.RepeatableRead);

    public List<T> Rows<T>(DbConnection connection, DbTransaction transaction, string sql, object? parameters)
    {
        using var rows = new DecodingReader((DbDataReader)connection.ExecuteReader(sql, parameters, transaction));
        return [.. rows.Parse<T>()];
    }

    public string Text(string text) => PostgresText.Encode(text);

    public string NameFits(string column, NamePattern pattern, string parameter, out object value)
    {
        value = Text(pattern.Text).Replace(@"\", @"\\", StringComparison.Ordinal).Replace("%", @"\%", StringComparison.Ordinal)
            .Replace("_", @"\_", StringComparison.Ordinal).Replace('*', '%');
        // No name has a NUL.
        return pattern.Text.Contains('\0', StringComparison.Ordinal) ? "false" : $"{column} like @{parameter}";
    }

    public string IsOneOf(string column, IEnumerable<Guid> ids, string parameter, out object value)
    {
        value = ids.Select(id => id.ToByteArray(bigEndian: true)).ToArray();
        return $"{column} = any(@{parameter})";
    }

    public string WithoutIndex(string column) => column;

    public void ReleaseReaders() => _readers.Clear();

    public StoreTakenException Taken() => new($"The database {Describe} was taken by another manager since this one wrote last.");

    private static NpgsqlDataSource Source(string connectionString)
    {
        var builder = new NpgsqlDataSourceBuilder(connectionString);
        // All types are built in, so there is nothing to ask the server about them.
        builder.ConfigureTypeLoading(types => types.EnableTypeLoading(false));
        return builder.Build();
    }

    private void Prepare(NpgsqlConnection connection)
    {
        Claim(connection);
        if (connection.ExecuteScalar<bool>("select to_regnamespace(@schema) is null", new { schema = _address.Schema }))
            connection.Execute($"create schema {_address.Schema}");
        // A server or user whose default is not to wait for the disk would break what an answered commit promises; a stricter default stays.
        // A manager that is stopped in the middle of a commit, or whose machine is gone, holds nobody up for long.
        connection.Execute("""
            select set_config('synchronous_commit', 'on', false) where current_setting('synchronous_commit') in ('off', 'local');
            set idle_in_transaction_session_timeout = '60s';
            set tcp_keepalives_idle = 10;
            set tcp_keepalives_interval = 5;
            set tcp_keepalives_count = 3;
            """);
    }

    /// <summary>Makes the schema this connection's own, until it ends: a second manager is refused, and the one of a connection that was lost has ended before its successor reads.</summary>
    private void Claim(NpgsqlConnection connection)
    {
        try
        {
            connection.Execute(string.Create(CultureInfo.InvariantCulture, $"set lock_timeout = {Math.Max(1, (long)_options.TakeoverTimeout.TotalMilliseconds)}"));
            connection.Execute("select pg_advisory_lock(@key)", new { key = _lock }, commandTimeout: (int)_options.TakeoverTimeout.TotalSeconds + 10);
            connection.Execute("set lock_timeout = 0");
        }
        catch (PostgresException failure) when (failure.SqlState == LockNotAvailable)
        {
            throw new StoreException($"The database {Describe} belongs to another manager{Holder(connection)}. Stop that one, or give this one a schema of its own ({PostgresStoreOptions.Section}:{nameof(PostgresStoreOptions.Schema)}).", failure);
        }
    }

    private string Holder(NpgsqlConnection connection) => connection.QueryFirstOrDefault<string>("""
        select format(' (%s, process %s of the server, since %s)', coalesce(nullif(a.application_name, ''), 'unnamed'), a.pid, to_char(a.backend_start at time zone 'utc', 'YYYY-MM-DD HH24:MI:SS UTC'))
        from pg_locks l join pg_stat_activity a on a.pid = l.pid
        where l.locktype = 'advisory' and l.granted and l.objsubid = 1 and l.database = (select oid from pg_database where datname = current_database())
            and (l.classid::bigint << 32 | l.objid::bigint) = @key
        """, new { key = _lock }) ?? "";
}
