using System.Text.RegularExpressions;

namespace LitePipeline.Cli.Backup;

/// <summary>What a backup consists of: a tar.gz of packages, the database, the keys of tokens, and last a list of all of them.</summary>
internal static partial class BackupFormat
{
    public const int Version = 1;
    public const string Manifest = "backup.json", Database = "manager.db", Packages = "packages", Keys = "keys";

    /// <summary>Whether a name is one that a backup may have; no other is written anywhere.</summary>
    public static bool IsKnown(string name) => name is Manifest or Database || Package().IsMatch(name) || Key().IsMatch(name);

    /// <summary>The SHA-256 that a package's name says; null for what is no package.</summary>
    public static string? ContentOf(string name) => Package().Match(name) is { Success: true } match ? match.Groups[1].Value : null;

    [GeneratedRegex(@"^packages/[0-9a-f]{2}/[0-9a-f]{2}/([0-9a-f]{64})\.pkg\z")]
    private static partial Regex Package();

    [GeneratedRegex(@"^keys/[A-Za-z0-9_-][A-Za-z0-9._-]{0,200}\z")]
    private static partial Regex Key();
}

/// <summary>The list at the end of a backup: without it the backup is not whole.</summary>
/// <param name="Format">The format's version.</param>
/// <param name="CreatedAt">When the database was copied.</param>
/// <param name="Tool">The version of the tool that made it.</param>
/// <param name="Files">The SHA-256 of each file by its name.</param>
internal sealed record BackupManifest(int Format, DateTimeOffset CreatedAt, string Tool, IReadOnlyDictionary<string, string> Files);

/// <summary>The list's JSON.</summary>
[System.Text.Json.Serialization.JsonSourceGenerationOptions(PropertyNamingPolicy = System.Text.Json.Serialization.JsonKnownNamingPolicy.SnakeCaseLower, WriteIndented = true)]
[System.Text.Json.Serialization.JsonSerializable(typeof(BackupManifest))]
internal sealed partial class BackupJsonContext : System.Text.Json.Serialization.JsonSerializerContext;
