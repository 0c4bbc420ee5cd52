using System.Data.Common;
using LitePipeline.Core.Applications;

namespace LitePipeline.Storage.Relational;

/// <summary>Writes the rows of applications and their versions.</summary>
internal sealed class ApplicationWriter(DbConnection connection) : IDisposable
{
    private readonly PreparedStatement _update = new(connection, """
        update applications set sequence = @sequence, name = @name, description = @description, created_at = @created, updated_at = @updated,
            sha1 = @sha1, sha256 = @sha256, format = @format, size = @size, configuration = @configuration
        where id = @id
        """, "@sequence", "@id", "@name", "@description", "@created", "@updated", "@sha1", "@sha256", "@format", "@size", "@configuration");

    private readonly PreparedStatement _add = new(connection, """
        insert into applications (sequence, id, name, description, created_at, updated_at, sha1, sha256, format, size, configuration)
        values (@sequence, @id, @name, @description, @created, @updated, @sha1, @sha256, @format, @size, @configuration)
        """, "@sequence", "@id", "@name", "@description", "@created", "@updated", "@sha1", "@sha256", "@format", "@size", "@configuration");

    private readonly PreparedStatement _addVersion = new(connection, """
        insert into application_versions (history_id, application_id, created_at, description, sha1, sha256, format, size, configuration)
        values (@history, @application, @created, @description, @sha1, @sha256, @format, @size, @configuration)
        """, "@history", "@application", "@created", "@description", "@sha1", "@sha256", "@format", "@size", "@configuration");

    private readonly PreparedStatement _mark = new(connection, """
        insert into high_marks (name, value)
        select 'application', sequence from applications where id = @id
        union all
        select 'history', max(history_id) from application_versions where application_id = @id having count(*) > 0
        on conflict (name) do update set value = excluded.value where excluded.value > high_marks.value
        """, "@id");

    private readonly PreparedStatement _delete = new(connection, "delete from applications where id = @id", "@id");

    public void Save(DbTransaction transaction, ApplicationRecord application)
    {
        object?[] values =
        [
            application.Sequence,
            SqlValues.Of(application.Id.Value),
            application.Name,
            application.Description,
            SqlValues.Of(application.CreatedAt),
            SqlValues.Of(application.UpdatedAt),
            application.Package.Sha1,
            application.Package.Sha256,
            SqlValues.Of(application.Package.Format),
            application.Package.Size,
            SqlValues.Of(application.Configuration),
        ];
        if (_update.Execute(transaction, values) == 0) _add.Execute(transaction, values);
    }

    public void Add(DbTransaction transaction, ApplicationVersionRecord version) => _addVersion.Execute(
        transaction,
        version.HistoryId,
        SqlValues.Of(version.Application.Value),
        SqlValues.Of(version.CreatedAt),
        version.Description,
        version.Package.Sha1,
        version.Package.Sha256,
        SqlValues.Of(version.Package.Format),
        version.Package.Size,
        SqlValues.Of(version.Configuration));

    public void Delete(DbTransaction transaction, AppId id)
    {
        _mark.Execute(transaction, SqlValues.Of(id.Value));
        _delete.Execute(transaction, SqlValues.Of(id.Value));
    }

    public void Dispose()
    {
        _update.Dispose();
        _add.Dispose();
        _addVersion.Dispose();
        _mark.Dispose();
        _delete.Dispose();
    }
}
