using LitePipeline.Core.Workflows;

namespace LitePipeline.Storage.Relational.Workflows;

/// <summary>A row of <c>workflows</c>, as Dapper fills it.</summary>
internal sealed class WorkflowRow
{
    public const string Columns = """
        sequence as Sequence, id as Id, enabled as Enabled, created_at as CreatedAt, updated_at as UpdatedAt,
        name as Name, description as Description, configuration as Configuration
        """;

    public long Sequence { get; set; }
    public byte[] Id { get; set; } = [];
    public bool Enabled { get; set; }
    public long CreatedAt { get; set; }
    public long UpdatedAt { get; set; }
    public string Name { get; set; } = "";
    public string Description { get; set; } = "";
    public byte[]? Configuration { get; set; }

    public WorkflowRecord ToRecord() => new()
    {
        Id = new WorkflowId(SqlValues.Id(Id)),
        Sequence = Sequence,
        Name = Name,
        Description = Description,
        Configuration = SqlValues.Json(Configuration),
        Enabled = Enabled,
        CreatedAt = SqlValues.Time(CreatedAt),
        UpdatedAt = SqlValues.Time(UpdatedAt),
    };
}
