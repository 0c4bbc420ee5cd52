using LitePipeline.Core.Applications;

namespace LitePipeline.Storage.Relational.Applications;

/// <summary>Writes the rows of applications and their versions.</summary>
internal sealed class ApplicationWriter(WriterConnection connection) : IDisposable
{
    // Where the number of a row would change, no row is met, and the insertion is refused.
    private readonly IWriterStatement _update = connection.Prepare("""
        update applications set name = @name, description = @description, created_at = @created, updated_at = @updated,
            sha1 = @sha1, sha256 = @sha256, format = @format, size = @size, configuration = @configuration
        where id = @id and sequence = @sequence
        """, "@sequence", "@id", "@name", "@description", "@created", "@updated", "@sha1", "@sha256", "@format", "@size", "@configuration");

    private readonly IWriterStatement _add = connection.Prepare("""
        insert into applications (sequence, id, name, description, created_at, updated_at, sha1, sha256, format, size, configuration)
        values (@sequence, @id, @name, @description, @created, @updated, @sha1, @sha256, @format, @size, @configuration)
        """, "@sequence", "@id", "@name", "@description", "@created", "@updated", "@sha1", "@sha256", "@format", "@size", "@configuration");

    private readonly IWriterStatement _addVersion = connection.Prepare("""
        insert into application_versions (history_id, application_id, created_at, description, sha1, sha256, format, size, configuration)
        values (@history, @application, @created, @description, @sha1, @sha256, @format, @size, @configuration)
        """, "@history", "@application", "@created", "@description", "@sha1", "@sha256", "@format", "@size", "@configuration");

    private readonly RowRemoval _removal = new(connection, "applications", "application");
    private readonly HistoryRemoval _history = new(connection, "application_versions", "application_id", "history");

    public void Save(ApplicationRecord application)
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
        if (_update.Execute(values) == 0) _add.Execute(values);
    }

    public void Delete(AppId id)
    {
        _history.Remember(id.Value);
        _removal.Delete(id.Value);
    }

    public void Add(ApplicationVersionRecord version) => _addVersion.Queue(
        version.HistoryId,
        SqlValues.Of(version.Application.Value),
        SqlValues.Of(version.CreatedAt),
        version.Description,
        version.Package.Sha1,
        version.Package.Sha256,
        SqlValues.Of(version.Package.Format),
        version.Package.Size,
        SqlValues.Of(version.Configuration));

    public void DeleteVersion(AppId application, long history) => _history.Delete(application.Value, history);

    public void Dispose()
    {
        _update.Dispose();
        _add.Dispose();
        _addVersion.Dispose();
        _removal.Dispose();
        _history.Dispose();
    }
}
