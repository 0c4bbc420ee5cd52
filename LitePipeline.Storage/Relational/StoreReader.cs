using System.Data.Common;
using Dapper;
using LitePipeline.Core;
using LitePipeline.Storage.Queries;

namespace LitePipeline.Storage.Relational;

/// <summary>One read transaction: all that it reads is from the same commit.</summary>
internal sealed class StoreReader : IDisposable
{
    private readonly DbConnection _connection;
    private readonly DbTransaction _transaction;

    public StoreReader(ISqlDialect dialect)
    {
        Dialect = dialect;
        _connection = dialect.OpenReader();
        try
        {
            _transaction = dialect.BeginRead(_connection);
        }
        catch
        {
            _connection.Dispose();
            throw;
        }
    }

    public ISqlDialect Dialect { get; }

    public List<T> List<T>(string sql, object? parameters = null) => Dialect.Rows<T>(_connection, _transaction, sql, parameters);

    public T? Scalar<T>(string sql, object? parameters = null) => _connection.ExecuteScalar<T>(sql, parameters, _transaction);

    /// <summary>Reads one page of a list that comes newest or oldest first, and counts the whole list.</summary>
    /// <param name="columns">What to select.</param>
    /// <param name="from">The table.</param>
    /// <param name="conditions">Which rows.</param>
    /// <param name="position">The column that grows with each row.</param>
    /// <param name="range">Which part of them.</param>
    /// <param name="map">Makes an item of a row.</param>
    public Page<T> InOrder<TRow, T>(string columns, string from, Conditions conditions, string position, PageRange range, Func<TRow, T> map)
    {
        var total = Count(from, conditions);
        if (range.After is { } after) conditions.IsPast(position, after, range.OldestFirst);
        return Read(columns, from, conditions, $"{position} {(range.OldestFirst ? "asc" : "desc")}", range, map, total);
    }

    /// <summary>Reads one page and counts the whole list.</summary>
    /// <param name="columns">What to select.</param>
    /// <param name="from">The tables.</param>
    /// <param name="conditions">Which rows.</param>
    /// <param name="order">In which order.</param>
    /// <param name="range">Which part of them.</param>
    /// <param name="map">Makes an item of a row.</param>
    public Page<T> Page<TRow, T>(string columns, string from, Conditions conditions, string order, PageRange range, Func<TRow, T> map) =>
        Read(columns, from, conditions, order, range, map, Count(from, conditions));

    private long Count(string from, Conditions conditions) => Scalar<long>($"select count(*) from {from}{conditions.Where}", conditions.Parameters);

    private Page<T> Read<TRow, T>(string columns, string from, Conditions conditions, string order, PageRange range, Func<TRow, T> map, long total)
    {
        if (total <= range.Offset) return new Page<T>([], total);
        conditions.Parameters.Add("limit", range.Limit);
        conditions.Parameters.Add("offset", range.Offset);
        var rows = List<TRow>($"select {columns} from {from}{conditions.Where} order by {order} limit @limit offset @offset", conditions.Parameters);
        return new Page<T>(rows.ConvertAll(row => map(row)), total);
    }

    public void Dispose()
    {
        _transaction.Dispose();
        _connection.Dispose();
    }
}
