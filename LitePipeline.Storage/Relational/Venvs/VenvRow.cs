using LitePipeline.Core.Packages;
using LitePipeline.Core.Venvs;

namespace LitePipeline.Storage.Relational.Venvs;

/// <summary>A row of <c>venvs</c> or <c>venv_versions</c>, as Dapper fills it.</summary>
internal sealed class VenvRow
{
    public const string Columns = """
        sequence as Number, id as Id, name as Name, description as Description, created_at as CreatedAt, updated_at as UpdatedAt,
        sha1 as Sha1, sha256 as Sha256, format as Format, size as Size
        """;

    public const string VersionColumns = """
        history_id as Number, venv_id as Id, description as Description, created_at as CreatedAt, sha1 as Sha1, sha256 as Sha256, format as Format, size as Size
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

    private PackageReference Package => new(Sha1, Sha256, (PackageFormat)Format, Size);

    public VenvRecord ToVenv() => new()
    {
        Id = new VenvId(SqlValues.Id(Id)),
        Sequence = Number,
        Name = Name,
        Description = Description,
        CreatedAt = SqlValues.Time(CreatedAt),
        UpdatedAt = SqlValues.Time(UpdatedAt),
        Package = Package,
    };

    public VenvVersionRecord ToVersion() => new()
    {
        Venv = new VenvId(SqlValues.Id(Id)),
        HistoryId = Number,
        CreatedAt = SqlValues.Time(CreatedAt),
        Description = Description,
        Package = Package,
    };
}
