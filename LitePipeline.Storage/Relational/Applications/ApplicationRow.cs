using LitePipeline.Core.Applications;
using LitePipeline.Core.Packages;

namespace LitePipeline.Storage.Relational.Applications;

/// <summary>A row of <c>applications</c> or <c>application_versions</c>, as Dapper fills it.</summary>
internal sealed class ApplicationRow
{
    public const string Columns = """
        sequence as Number, id as Id, name as Name, description as Description, created_at as CreatedAt, updated_at as UpdatedAt,
        sha1 as Sha1, sha256 as Sha256, format as Format, size as Size, configuration as Configuration
        """;

    public const string VersionColumns = """
        history_id as Number, application_id as Id, description as Description, created_at as CreatedAt,
        sha1 as Sha1, sha256 as Sha256, format as Format, size as Size, configuration as Configuration
        """;

    public long Number { get; set; }
    public byte[] Id { get; set; } = [];
    public string Name { get; set; } = "";
    public string Description { get; set; } = "";
    public long CreatedAt { get; set; }
    public long UpdatedAt { get; set; }
    public string Sha1 { get; set; } = "";
    public string Sha256 { get; set; } = "";
    public long Format { get; set; }
    public long Size { get; set; }
    public byte[]? Configuration { get; set; }

    private PackageReference Package => new(Sha1, Sha256, (PackageFormat)Format, Size);

    public ApplicationRecord ToApplication() => new()
    {
        Id = new AppId(SqlValues.Id(Id)),
        Sequence = Number,
        Name = Name,
        Description = Description,
        CreatedAt = SqlValues.Time(CreatedAt),
        UpdatedAt = SqlValues.Time(UpdatedAt),
        Package = Package,
        Configuration = SqlValues.Json(Configuration),
    };

    public ApplicationVersionRecord ToVersion() => new()
    {
        Application = new AppId(SqlValues.Id(Id)),
        HistoryId = Number,
        CreatedAt = SqlValues.Time(CreatedAt),
        Description = Description,
        Package = Package,
        Configuration = SqlValues.Json(Configuration),
    };
}
