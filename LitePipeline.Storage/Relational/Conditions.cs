using Dapper;
using LitePipeline.Storage.Queries;

namespace LitePipeline.Storage.Relational;

/// <summary>The conditions of a query that were given, and their parameters. What a caller sent is only ever a parameter.</summary>
internal sealed class Conditions(ISqlDialect dialect)
{
    private readonly List<string> _conditions = [];

    public DynamicParameters Parameters { get; } = new();

    public string Where => _conditions.Count == 0 ? "" : " where " + string.Join(" and ", _conditions);

    /// <summary>The column has the value; no condition where that is null.</summary>
    public Conditions Is(string column, object? value)
    {
        if (value is null) return this;
        var parameter = NextParameter(value);
        _conditions.Add($"{column} = @{parameter}");
        return this;
    }

    /// <summary>The columns have the values that are not null. The first of these is looked up by its index, the others are only compared: put first what fewest rows have.</summary>
    public Conditions Are(params ReadOnlySpan<(string Column, object? Value)> columns)
    {
        var found = false;
        foreach (var (column, value) in columns)
        {
            Is(found ? dialect.WithoutIndex(column) : column, value);
            found |= value is not null;
        }

        return this;
    }

    /// <summary>The column comes after the value in an order that rises or falls.</summary>
    public Conditions IsPast(string column, long value, bool rising)
    {
        _conditions.Add($"{column} {(rising ? '>' : '<')} @{NextParameter(value)}");
        return this;
    }

    /// <summary>The column's name fits the filter; no condition where that is null.</summary>
    public Conditions Fits(string column, string? filter)
    {
        if (NamePattern.From(filter) is not { } pattern) return this;
        if (pattern.IsLiteral) return Is(column, pattern.Text);
        var parameter = NextParameter(null);
        _conditions.Add(dialect.NameFits(column, pattern, parameter, out var value));
        Parameters.Add(parameter, value);
        return this;
    }

    /// <summary>The column is one of the ids.</summary>
    public Conditions IsOneOf(string column, IEnumerable<Guid> ids)
    {
        var parameter = NextParameter(null);
        _conditions.Add(dialect.IsOneOf(column, ids, parameter, out var value));
        Parameters.Add(parameter, value);
        return this;
    }

    private string NextParameter(object? value)
    {
        var parameter = $"p{_conditions.Count}";
        if (value is not null) Parameters.Add(parameter, value is string text ? dialect.Text(text) : value);
        return parameter;
    }
}
