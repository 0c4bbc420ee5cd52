using LitePipeline.Core.Audit;

namespace LitePipeline.Storage.Relational.Audit;

/// <summary>Adds the rows of the audit trail.</summary>
internal sealed class AuditWriter(WriterConnection connection) : IDisposable
{
    private readonly IWriterStatement _add = connection.Prepare(
        "insert into audit (sequence, at, subject, actor, origin, verb, noun, name, details) values (@sequence, @at, @subject, @actor, @origin, @verb, @noun, @name, @details)",
        "@sequence", "@at", "@subject", "@actor", "@origin", "@verb", "@noun", "@name", "@details");

    public void Add(AuditRecord record) => _add.Queue(
        record.Sequence, SqlValues.Of(record.At), SqlValues.Of(record.Subject), record.Actor, record.Origin, record.Verb, record.Noun, record.Name, record.Details);

    public void Dispose() => _add.Dispose();
}
