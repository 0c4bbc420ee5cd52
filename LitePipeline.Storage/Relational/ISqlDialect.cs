using System.Data.Common;
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

    /// <summary>Prepares a statement of that connection.</summary>
    /// <param name="connection">The connection that writes.</param>
    /// <param name="sql">The statement; it returns no rows.</param>
    /// <param name="parameters">The names of its parameters, in the order in which <see cref="IWriterStatement.Execute"/> gets their values.</param>
    IWriterStatement Prepare(DbConnection connection, string sql, ReadOnlySpan<string> parameters);

    /// <summary>Opens, or takes from a pool, a connection that only reads.</summary>
    DbConnection OpenReader();

    /// <summary>Begins a transaction that sees one state of the database and writes nothing.</summary>
    DbTransaction BeginRead(DbConnection connection);

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
