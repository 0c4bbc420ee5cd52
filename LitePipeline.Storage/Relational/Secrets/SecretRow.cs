using LitePipeline.Core.Applications;
using LitePipeline.Core.Secrets;

namespace LitePipeline.Storage.Relational.Secrets;

/// <summary>A row of <c>secrets</c>, as Dapper fills it.</summary>
internal sealed class SecretRow
{
    public const string Columns =
        "sequence as Sequence, application_id as ApplicationId, name as Name, revision as Revision, set_at as SetAt, set_by as SetBy, value as Value";

    public long Sequence { get; set; }
    public byte[] ApplicationId { get; set; } = [];
    public string Name { get; set; } = "";
    public byte[] Revision { get; set; } = [];
    public long SetAt { get; set; }
    public string? SetBy { get; set; }
    public string Value { get; set; } = "";

    public SecretRecord ToRecord() => new()
    {
        Sequence = Sequence,
        Application = new AppId(SqlValues.Id(ApplicationId)),
        Name = Name,
        Protected = Value,
        Revision = SqlValues.Id(Revision),
        SetAt = SqlValues.Time(SetAt),
        SetBy = SetBy,
    };
}
