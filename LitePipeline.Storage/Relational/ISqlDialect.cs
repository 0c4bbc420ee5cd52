using System.Data.Common;
using Dapper;
using LitePipeline.Core;
using LitePipeline.Storage.Queries;

namespace LitePipeline.Storage.Relational;

/// <summary>What differs between databases; all other SQL is shared.</summary>
internal interface ISqlDialect
{
    /// <summary>Where the database is, for messages.</summary>
    string Describe { get; }

    /// <summary>The prefix of the names of the embedded migrations.</summary>
    string MigrationPrefix { get; }

    /// <summary>A query for the number of tables with the name <c>@name</c>.</summary>
    string CountTablesNamed { get; }

    /// <summary>Opens the one connection that writes.</summary>
    DbConnection OpenWriter();

    /// <summary>Begins to write by that connection, once the schema is up to date.</summary>
    /// <param name="connection">The connection, which it owns from now on.</param>
    /// <param name="goesOn">Whether it goes on where a lost connection broke off; otherwise what was written so far is loaded next.</param>
    /// <exception cref="StoreTakenException">It cannot go on: another manager has written since.</exception>
    WriterConnection StartWriting(DbConnection connection, bool goesOn);

    /// <summary>Opens, or takes from a pool, a connection that only reads.</summary>
    DbConnection OpenReader();

    /// <summary>Begins a transaction that sees one state of the database and writes nothing.</summary>
    DbTransaction BeginRead(DbConnection connection);

    /// <summary>Reads the rows of a query.</summary>
    List<T> Rows<T>(DbConnection connection, DbTransaction transaction, string sql, object? parameters) => connection.Query<T>(sql, parameters, transaction).AsList();

    /// <summary>A text as it stands in a column.</summary>
    string Text(string text) => text;

    /// <summary>A condition that is met where the name in <paramref name="column"/> fits <paramref name="pattern"/>.</summary>
    /// <param name="column">The column.</param>
    /// <param name="pattern">The pattern, with a star in it.</param>
    /// <param name="parameter">The name of the parameter that will hold <paramref name="value"/>.</param>
    /// <param name="value">The pattern in the database's own form.</param>
    string NameFits(string column, NamePattern pattern, string parameter, out object value);

    /// <summary>A column as it stands in a condition for which no index is to be used; the column itself where the database knows better from its statistics.</summary>
    string WithoutIndex(string column);

    /// <summary>A condition that is met where <paramref name="column"/> is one of <paramref name="ids"/>, however many there are.</summary>
    string IsOneOf(string column, IEnumerable<Guid> ids, string parameter, out object value);

    /// <summary>Gives all that the readers hold back to the operating system.</summary>
    void ReleaseReaders();
}
