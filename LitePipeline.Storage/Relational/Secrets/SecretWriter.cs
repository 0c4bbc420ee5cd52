using LitePipeline.Core.Applications;
using LitePipeline.Core.Secrets;

namespace LitePipeline.Storage.Relational.Secrets;

/// <summary>Writes the rows of secrets.</summary>
internal sealed class SecretWriter(WriterConnection connection) : IDisposable
{
    // Where the number of a row would change, no row is met, and the insertion is refused.
    private readonly IWriterStatement _update = connection.Prepare("""
        update secrets set revision = @revision, set_at = @set_at, set_by = @set_by, value = @value
        where application_id = @application and name = @name and sequence = @sequence
        """, "@sequence", "@application", "@name", "@revision", "@set_at", "@set_by", "@value");

    private readonly IWriterStatement _add = connection.Prepare("""
        insert into secrets (sequence, application_id, name, revision, set_at, set_by, value)
        values (@sequence, @application, @name, @revision, @set_at, @set_by, @value)
        """, "@sequence", "@application", "@name", "@revision", "@set_at", "@set_by", "@value");

    private readonly IWriterStatement _delete = connection.Prepare("delete from secrets where application_id = @application and name = @name", "@application", "@name");

    public void Save(SecretRecord secret)
    {
        object?[] values =
        [
            secret.Sequence,
            SqlValues.Of(secret.Application.Value),
            secret.Name,
            SqlValues.Of(secret.Revision),
            SqlValues.Of(secret.SetAt),
            secret.SetBy,
            secret.Protected,
        ];
        if (_update.Execute(values) == 0) _add.Execute(values);
    }

    public void Delete(AppId application, string name) => _delete.Queue(SqlValues.Of(application.Value), name);

    public void Dispose()
    {
        _update.Dispose();
        _add.Dispose();
        _delete.Dispose();
    }
}
