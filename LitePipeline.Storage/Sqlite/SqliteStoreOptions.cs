using System.ComponentModel.DataAnnotations;

namespace LitePipeline.Storage.Sqlite;

/// <summary>Where the SQLite database is, and how it is written. Bound from <see cref="Section"/>.</summary>
public sealed class SqliteStoreOptions
{
    /// <summary>The configuration section.</summary>
    public const string Section = "LitePipeline:Manager:Sqlite";

    /// <summary>The database's file; it and its folder are created where they are missing, and a relative path starts at the working directory. It belongs to one manager.</summary>
    [Required(AllowEmptyStrings = false)]
    public string Path { get; set; } = "";

    /// <summary>What an answered commit survives. <see cref="SqliteDurability.PowerLoss"/> by default.</summary>
    [EnumDataType(typeof(SqliteDurability))]
    public SqliteDurability Durability { get; set; } = SqliteDurability.PowerLoss;

    /// <summary>How long to wait where another program holds the database, for example to copy it. Longer: commits may take that long. Shorter: they fail sooner. 5 s by default.</summary>
    [Range(typeof(TimeSpan), "00:00:00.001", "00:10:00")]
    public TimeSpan BusyTimeout { get; set; } = TimeSpan.FromSeconds(5);
}

/// <summary>What a commit survives once it was answered.</summary>
public enum SqliteDurability
{
    /// <summary>The machine's power loss: each commit waits for the disk.</summary>
    PowerLoss,
    /// <summary>The manager's crash; after a crash of the machine the latest commits may be missing, the database stays sound. Much faster.</summary>
    ProcessCrash,
}
