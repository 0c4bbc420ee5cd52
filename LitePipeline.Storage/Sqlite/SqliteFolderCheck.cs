using Microsoft.Extensions.Options;

namespace LitePipeline.Storage.Sqlite;

/// <summary>Proves at start that the database's folder can be written.</summary>
internal sealed class SqliteFolderCheck : IValidateOptions<SqliteStoreOptions>
{
    private const string Option = $"{SqliteStoreOptions.Section}:{nameof(SqliteStoreOptions.Path)}";

    public ValidateOptionsResult Validate(string? name, SqliteStoreOptions options)
    {
        // An empty path is reported by its annotation.
        if (string.IsNullOrEmpty(options.Path)) return ValidateOptionsResult.Skip;
        if (options.Path.Contains('\0', StringComparison.Ordinal)) return ValidateOptionsResult.Fail($"{Option}: a path has no NUL character.");
        var file = Path.GetFullPath(options.Path);
        if (Directory.Exists(file)) return ValidateOptionsResult.Fail($"{Option}: '{file}' is a folder. Name a file in it.");
        return WritableFolder.Problem(Path.GetDirectoryName(file)!, Option) is { } problem ? ValidateOptionsResult.Fail(problem) : ValidateOptionsResult.Success;
    }
}
