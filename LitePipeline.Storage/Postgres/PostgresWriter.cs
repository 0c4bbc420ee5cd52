using System.Data;
using System.Data.Common;
using LitePipeline.Core;
using LitePipeline.Storage.Relational;
using Npgsql;

namespace LitePipeline.Storage.Postgres;

/// <summary>Writes by a connection of PostgreSQL: what need not be answered one by one travels together, in its order.</summary>
internal sealed class PostgresWriter : WriterConnection
{
    // Bounds what a commit holds in memory on either side; far beyond it nothing becomes faster.
    private const int MostQueued = 1_000;
    private const int MostQueuedBytes = 4 << 20;

    private readonly NpgsqlConnection _connection;
    private readonly PostgresDialect _dialect;
    private readonly WritingTerm _term;
    private readonly NpgsqlBatch _queue;
    private readonly Dictionary<int, Func<LitePipelineException>> _required = [];
    private readonly PostgresStatement _fence;
    private int _queuedBytes;
    private bool _isLost;

    public PostgresWriter(NpgsqlConnection connection, PostgresDialect dialect, WritingTerm term, bool hasLastCommit) : base(connection)
    {
        (_connection, _dialect, _term, HasLastCommit) = (connection, dialect, term, hasLastCommit);
        _queue = new NpgsqlBatch(connection);
        _fence = new PostgresStatement(this, connection, "update writer set commits = @next where term = @term and commits = @last", ["@next", "@term", "@last"]);
    }

    public override bool IsLost => _isLost || _connection.State != ConnectionState.Open;

    public override bool HasLastCommit { get; }

    public override IWriterStatement Prepare(string sql, params ReadOnlySpan<string> parameters) => new PostgresStatement(this, _connection, sql, parameters);

    public override DbTransaction BeginTransaction()
    {
        var transaction = new PostgresCommit(this, _connection.BeginTransaction());
        // First of all, so that nobody else's row is touched: whose term is over waits here for no lock and changes nothing.
        _fence.Queue(_dialect.Taken, _term.Commits + 1, _term.Number, _term.Commits);
        return transaction;
    }

    /// <summary>Adds a statement with its values.</summary>
    /// <param name="command">Both of them.</param>
    /// <param name="bytes">About how many bytes the values have.</param>
    /// <param name="required">What is wrong where it touches no row; null where nothing is.</param>
    public void Queue(NpgsqlBatchCommand command, int bytes, Func<LitePipelineException>? required)
    {
        if (required is not null) _required[_queue.BatchCommands.Count] = required;
        _queue.BatchCommands.Add(command);
        _queuedBytes += bytes;
        if (_queue.BatchCommands.Count >= MostQueued || _queuedBytes >= MostQueuedBytes) Send();
    }

    /// <summary>Runs all that is queued.</summary>
    public void Send()
    {
        if (_queue.BatchCommands.Count == 0) return;
        try
        {
            _queue.ExecuteNonQuery();
            foreach (var (place, problem) in _required)
            {
                if (_queue.BatchCommands[place].RecordsAffected > 0) continue;
                var refused = problem();
                _isLost |= refused is StoreTakenException;
                throw refused;
            }
        }
        catch (NpgsqlException failure)
        {
            Look(failure);
            throw new StoreException($"The database {_dialect.Describe} took nothing of a commit: {failure.Message}{Culprit(failure)}", failure);
        }
        finally
        {
            Forget();
        }
    }

    private static string Culprit(NpgsqlException failure) => failure.BatchCommand is { CommandText: var sql } ? $" (at '{sql.AsSpan(0, sql.AsSpan().IndexOfAny('(', '=') is > 0 and var end ? end : sql.Length).Trim()}')" : "";

    // Whether the connection is of use after it. An error of the statement alone leaves it so.
    private void Look(NpgsqlException failure) => _isLost |= failure is not PostgresException { Severity: "ERROR" } || _connection.State != ConnectionState.Open;

    private void Forget()
    {
        _queue.BatchCommands.Clear();
        _required.Clear();
        _queuedBytes = 0;
    }

    private void Commit(NpgsqlTransaction transaction)
    {
        Send();
        try
        {
            transaction.Commit();
            _term.Committed();
        }
        catch (NpgsqlException failure)
        {
            Look(failure);
            if (!IsLost) throw new StoreException($"The database {_dialect.Describe} did not commit: {failure.Message}", failure);
            _term.LostAnswer();
            throw new CommitUncertainException($"The database {_dialect.Describe} was lost while it committed, and may have done so: {failure.Message}", failure);
        }
    }

    private void Rollback(NpgsqlTransaction transaction)
    {
        Forget();
        try
        {
            if (!IsLost) transaction.Rollback();
        }
        catch (NpgsqlException failure)
        {
            // Then the server rolls back by itself.
            Look(failure);
        }
    }

    /// <summary>A transaction that is committed with all that is queued, or not at all.</summary>
    private sealed class PostgresCommit(PostgresWriter writer, NpgsqlTransaction transaction) : DbTransaction
    {
        private bool _ended;

        public override IsolationLevel IsolationLevel => transaction.IsolationLevel;

        protected override DbConnection? DbConnection => transaction.Connection;

        public override void Commit()
        {
            writer.Commit(transaction);
            _ended = true;
        }

        public override void Rollback()
        {
            _ended = true;
            writer.Rollback(transaction);
        }

        protected override void Dispose(bool disposing)
        {
            if (disposing)
            {
                if (!_ended) Rollback();
                transaction.Dispose();
            }

            base.Dispose(disposing);
        }
    }
}
