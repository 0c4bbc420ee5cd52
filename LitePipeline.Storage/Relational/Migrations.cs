using System.Data.Common;
using System.Globalization;
using System.Reflection;
using Dapper;
using LitePipeline.Core;

namespace LitePipeline.Storage.Relational;

/// <summary>Brings a database's schema up to date by the embedded scripts <c>NNNN_what.sql</c>, all that it lacks in one transaction.</summary>
internal static class Migrations
{
    private const int DigitsOfNumber = 4;

    /// <exception cref="StoreException">A newer version wrote the database.</exception>
    public static void Apply(DbConnection connection, ISqlDialect dialect)
    {
        var scripts = Scripts(dialect.MigrationPrefix);
        using var transaction = connection.BeginTransaction();
        var present = Present(connection, dialect, scripts.Keys.Max(), transaction);
        // A database's first script need not be the first of all: its number says what the tables hold, in any database.
        foreach (var (version, script) in scripts.Where(script => script.Key > present))
        {
            connection.Execute(Read(script), transaction: transaction);
            connection.Execute("insert into schema_version (version) values (@version)", new { version }, transaction);
        }

        transaction.Commit();
    }

    /// <summary>The newest version there is a script for.</summary>
    public static long Newest(string prefix) => Scripts(prefix).Keys.Max();

    private static long Present(DbConnection connection, ISqlDialect dialect, long newest, DbTransaction transaction)
    {
        if (connection.ExecuteScalar<long>(dialect.CountTablesNamed, new { name = "schema_version" }, transaction) == 0)
            connection.Execute("create table schema_version (version integer not null primary key)", transaction: transaction);
        var present = connection.ExecuteScalar<long?>("select max(version) from schema_version", transaction: transaction) ?? 0;
        if (present > newest)
        {
            throw new StoreException(
                $"The database {dialect.Describe} has schema version {present}, and this version of LitePipeline knows versions up to {newest}: a newer LitePipeline wrote it. "
                + "Use that version, or give this one a database of its own.");
        }

        return present;
    }

    private static SortedDictionary<long, string> Scripts(string prefix)
    {
        var scripts = new SortedDictionary<long, string>();
        foreach (var name in Assembly.GetExecutingAssembly().GetManifestResourceNames())
        {
            if (name.StartsWith(prefix, StringComparison.Ordinal))
                scripts.Add(long.Parse(name.AsSpan(prefix.Length, DigitsOfNumber), NumberStyles.None, CultureInfo.InvariantCulture), name);
        }

        return scripts;
    }

    private static string Read(string script)
    {
        using var reader = new StreamReader(Assembly.GetExecutingAssembly().GetManifestResourceStream(script)!);
        return reader.ReadToEnd();
    }
}
