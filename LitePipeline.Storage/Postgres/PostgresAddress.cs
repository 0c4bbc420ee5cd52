using System.Text.RegularExpressions;
using LitePipeline.Core;
using Npgsql;

namespace LitePipeline.Storage.Postgres;

/// <summary>What the options say about a database, without its secrets where it is told.</summary>
internal sealed partial class PostgresAddress
{
    private const string StringOption = $"{PostgresStoreOptions.Section}:{nameof(PostgresStoreOptions.ConnectionString)}";
    private const string FileOption = $"{PostgresStoreOptions.Section}:{nameof(PostgresStoreOptions.ConnectionStringFile)}";

    private const string SchemaOption = $"{PostgresStoreOptions.Section}:{nameof(PostgresStoreOptions.Schema)}";

    private readonly NpgsqlConnectionStringBuilder _given;

    private PostgresAddress(NpgsqlConnectionStringBuilder given, string schema) => (_given, Schema) = (given, schema);

    public string Schema { get; }

    /// <summary>For messages.</summary>
    public string Describe => $"{_given.Database ?? _given.Username} on {_given.Host}{(_given.Port == NpgsqlConnection.DefaultPort ? "" : $":{_given.Port}")} (schema {Schema})";

    /// <summary>The connection that writes. It has no pool: with it goes the right to write.</summary>
    public string Writer => With(builder =>
    {
        builder.Pooling = false;
        builder.MaxAutoPrepare = 200;
        builder.AutoPrepareMinUsages = 2;
        builder.IncludeFailedBatchedCommand = true;
    });

    /// <summary>Those that read, which the server itself lets do nothing else.</summary>
    public string Readers => With(builder =>
    {
        builder.Options = $"{builder.Options} -c default_transaction_read_only=on".TrimStart();
        if (builder.MaxAutoPrepare == 0) builder.MaxAutoPrepare = 100;
    });

    /// <exception cref="StoreException">The options name no database.</exception>
    public static PostgresAddress Of(PostgresStoreOptions options) =>
        Problem(options, out var address) is { } problem ? throw new StoreException(problem) : address!;

    /// <summary>What is wrong with the options; null where nothing is.</summary>
    public static string? Problem(PostgresStoreOptions options, out PostgresAddress? address)
    {
        address = null;
        if (!SchemaName().IsMatch(options.Schema)) return $"{SchemaOption} is '{options.Schema}'; give at most 63 lower-case letters, digits and underscores, not a digit first.";
        var (text, option) = (options.ConnectionString, StringOption);
        if (options.ConnectionStringFile is { Length: > 0 } file)
        {
            if (text.Length > 0) return $"{StringOption} and {FileOption} do not go together; give one.";
            option = FileOption;
            try
            {
                text = File.ReadAllText(file).Trim();
            }
            catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
            {
                return $"{FileOption}: {file} cannot be read: {failure.Message} Give a file that holds the connection string.";
            }
        }

        if (text.Length == 0) return $"{option} is empty; give a connection string such as Host=db.example.org;Database=litepipeline;Username=litepipeline.";
        try
        {
            var builder = new NpgsqlConnectionStringBuilder(text);
            if (string.IsNullOrEmpty(builder.Host)) return $"{option} names no host; add Host=, a name or the folder of a socket.";
            address = new PostgresAddress(builder, options.Schema);
            return null;
        }
        // Not what the driver says word for word: it may repeat the value, and that may be the password.
        catch (Exception failure) when (failure is ArgumentException or FormatException or InvalidOperationException)
        {
            return $"{option} is no connection string of Npgsql{(failure is ArgumentException { ParamName: { } name } ? $" (look at '{name}')" : "")}; write it as Host=db.example.org;Database=litepipeline;Username=litepipeline.";
        }
    }

    // It stands in statements as it is.
    [GeneratedRegex(@"\A[a-z_][a-z0-9_]{0,62}\z")]
    private static partial Regex SchemaName();

    private string With(Action<NpgsqlConnectionStringBuilder> change)
    {
        var builder = new NpgsqlConnectionStringBuilder(_given.ConnectionString) { SearchPath = Schema, Enlist = false };
        builder.ApplicationName ??= $"litepipeline on {Environment.MachineName}";
        change(builder);
        return builder.ConnectionString;
    }
}
