using System.Data.Common;
using LitePipeline.Core.Applications;

namespace LitePipeline.Storage.Relational.Applications;

/// <summary>Writes the rows of applications and their versions.</summary>
internal sealed class ApplicationWriter(DbConnection connection) : IDisposable
{
    // Where the number of a row would change, no row is met, and the insertion is refused.
    private readonly PreparedStatement _update = new(connection, """
        update applications set name = @name, description = @description, created_at = @created, updated_at = @updated,
            sha1 = @sha1, sha256 = @sha256, format = @format, size = @size, configuration = @configuration
        where id = @id and sequence = @sequence
        """, "@sequence", "@id", "@name", "@description", "@created", "@updated", "@sha1", "@sha256", "@format", "@size", "@configuration");

    private readonly PreparedStatement _add = new(connection, """
        insert into applications (sequence, id, name, description, created_at, updated_at, sha1, sha256, format, size, configuration)
        values (@sequence, @id, @name, @description, @created, @updated, @sha1, @sha256, @format, @size, @configuration)
        """, "@sequence", "@id", "@name", "@description", "@created", "@updated", "@sha1", "@sha256", "@format", "@size", "@configuration");

    private readonly PreparedStatement _addVersion = new(connection, """
        insert into application_versions (history_id, application_id, created_at, description, sha1, sha256, format, size, configuration)
        values (@history, @application, @created, @description, @sha1, @sha256, @format, @size, @configuration)
        """, "@history", "@application", "@created", "@description", "@sha1", "@sha256", "@format", "@size", "@configuration");

    private readonly RowRemoval _removal = new(connection, "applications", "application");
    private readonly HistoryRemoval _history = new(connection, "application_versions", "application_id", "history");

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

    public void Delete(DbTransaction transaction, AppId id)
    {
        _history.Remember(transaction, id.Value);
        _removal.Delete(transaction, id.Value);
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

    public void DeleteVersion(DbTransaction transaction, AppId application, long history) => _history.Delete(transaction, application.Value, history);

    public void Dispose()
    {
        _update.Dispose();
        _add.Dispose();
        _addVersion.Dispose();
        _removal.Dispose();
        _history.Dispose();
    }
}
