using System.Data.Common;
using System.Globalization;
using System.Reflection;
using Dapper;
using LitePipeline.Core;

namespace LitePipeline.Storage.Relational;

/// <summary>Brings a database's schema up to date by the embedded scripts <c>NNNN_what.sql</c>, each in its own transaction.</summary>
internal static class Migrations
{
    private const int DigitsOfNumber = 4;

    /// <exception cref="StoreException">A newer version wrote the database.</exception>
    public static void Apply(DbConnection connection, ISqlDialect dialect)
    {
        var scripts = Scripts(dialect.MigrationPrefix);
        var newest = scripts.Keys.Max();
        for (var version = Present(connection, dialect, newest); version < newest; version++)
        {
            using var transaction = connection.BeginTransaction();
            connection.Execute(Read(scripts[version + 1]), transaction: transaction);
            connection.Execute("insert into schema_version (version) values (@version)", new { version = version + 1 }, transaction);
            transaction.Commit();
        }
    }

    /// <summary>The newest version there is a script for.</summary>
    public static long Newest(string prefix) => Scripts(prefix).Keys.Max();

    private static long Present(DbConnection connection, ISqlDialect dialect, long newest)
    {
        using var transaction = connection.BeginTransaction();
        if (connection.ExecuteScalar<long>(dialect.CountTablesNamed, new { name = "schema_version" }, transaction) == 0)
            connection.Execute("create table schema_version (version integer not null primary key)", transaction: transaction);
        var present = connection.ExecuteScalar<long?>("select max(version) from schema_version", transaction: transaction) ?? 0;
        transaction.Commit();
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
