using LitePipeline.Core.Venvs;

namespace LitePipeline.Storage.Relational.Venvs;

/// <summary>Writes the rows of venvs and their versions.</summary>
internal sealed class VenvWriter(WriterConnection connection) : IDisposable
{
    private readonly IWriterStatement _update = connection.Prepare("""
        update venvs set name = @name, description = @description, created_at = @created, updated_at = @updated,
            sha1 = @sha1, sha256 = @sha256, format = @format, size = @size
        where id = @id and sequence = @sequence
        """, "@sequence", "@id", "@name", "@description", "@created", "@updated", "@sha1", "@sha256", "@format", "@size");

    private readonly IWriterStatement _add = connection.Prepare("""
        insert into venvs (sequence, id, name, description, created_at, updated_at, sha1, sha256, format, size)
        values (@sequence, @id, @name, @description, @created, @updated, @sha1, @sha256, @format, @size)
        """, "@sequence", "@id", "@name", "@description", "@created", "@updated", "@sha1", "@sha256", "@format", "@size");

    private readonly IWriterStatement _addVersion = connection.Prepare("""
        insert into venv_versions (history_id, venv_id, created_at, description, sha1, sha256, format, size)
        values (@history, @venv, @created, @description, @sha1, @sha256, @format, @size)
        """, "@history", "@venv", "@created", "@description", "@sha1", "@sha256", "@format", "@size");

    private readonly RowRemoval _removal = new(connection, "venvs", "venv");
    private readonly HistoryRemoval _history = new(connection, "venv_versions", "venv_id", "venv_history");

    public void Save(VenvRecord venv)
    {
        object?[] values =
        [
            venv.Sequence,
            SqlValues.Of(venv.Id.Value),
            venv.Name,
            venv.Description,
            SqlValues.Of(venv.CreatedAt),
            SqlValues.Of(venv.UpdatedAt),
            venv.Package.Sha1,
            venv.Package.Sha256,
            SqlValues.Of(venv.Package.Format),
            venv.Package.Size,
        ];
        if (_update.Execute(values) == 0) _add.Execute(values);
    }

    public void Delete(VenvId id)
    {
        _history.Remember(id.Value);
        _removal.Delete(id.Value);
    }

    public void Add(VenvVersionRecord version) => _addVersion.Queue(
        version.HistoryId,
        SqlValues.Of(version.Venv.Value),
        SqlValues.Of(version.CreatedAt),
        version.Description,
        version.Package.Sha1,
        version.Package.Sha256,
        SqlValues.Of(version.Package.Format),
        version.Package.Size);

    public void DeleteVersion(VenvId venv, long history) => _history.Delete(venv.Value, history);

    public void Dispose()
    {
        _update.Dispose();
        _add.Dispose();
        _addVersion.Dispose();
        _removal.Dispose();
        _history.Dispose();
    }
}
