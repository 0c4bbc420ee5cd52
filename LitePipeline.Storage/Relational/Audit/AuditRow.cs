using LitePipeline.Core.Audit;

namespace LitePipeline.Storage.Relational.Audit;

/// <summary>A row of <c>audit</c>, as Dapper fills it.</summary>
internal sealed class AuditRow
{
    public const string Columns =
        "sequence as Sequence, at as At, subject as Subject, actor as Actor, origin as Origin, verb as Verb, noun as Noun, name as Name, details as Details";

    public long Sequence { get; set; }
    public long At { get; set; }
    public byte[] Subject { get; set; } = [];
    public string Actor { get; set; } = "";
    public string? Origin { get; set; }
    public string Verb { get; set; } = "";
    public string Noun { get; set; } = "";
    public string? Name { get; set; }
    public string? Details { get; set; }

    public AuditRecord ToRecord() => new()
    {
        Sequence = Sequence,
        At = SqlValues.Time(At),
        Subject = SqlValues.Id(Subject),
        Actor = Actor,
        Origin = Origin,
        Verb = Verb,
        Noun = Noun,
        Name = Name,
        Details = Details,
    };
}
