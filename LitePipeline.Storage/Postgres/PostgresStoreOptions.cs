using System.ComponentModel.DataAnnotations;

namespace LitePipeline.Storage.Postgres;

/// <summary>Where the PostgreSQL database is. Bound from <see cref="Section"/>.</summary>
public sealed class PostgresStoreOptions
{
    /// <summary>The configuration section.</summary>
    public const string Section = "LitePipeline:Manager:Postgres";

    /// <summary>The connection string, such as <c>Host=db.example.org;Database=litepipeline;Username=litepipeline</c>, in Npgsql's words. A password may stand here, in <see cref="ConnectionStringFile"/>, or where <c>PGPASSFILE</c> says.</summary>
    public string ConnectionString { get; set; } = "";

    /// <summary>A file that holds the connection string, in place of <see cref="ConnectionString"/>; it is read at the start.</summary>
    public string? ConnectionStringFile { get; set; }

    /// <summary>The schema that holds the tables; it is made where it is missing, and belongs to one manager at a time. <c>litepipeline</c> by default.</summary>
    public string Schema { get; set; } = "litepipeline";

    /// <summary>How long to wait where another manager has the database, for instance one that is just being stopped. Longer: a start beside a living manager fails later. 10 s by default.</summary>
    [Range(typeof(TimeSpan), "00:00:00.001", "00:10:00")]
    public TimeSpan TakeoverTimeout { get; set; } = TimeSpan.FromSeconds(10);
}
