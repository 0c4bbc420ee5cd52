using System.Data.Common;
using LitePipeline.Core.Venvs;

namespace LitePipeline.Storage.Relational.Venvs;

/// <summary>Writes the rows of venvs and their versions.</summary>
internal sealed class VenvWriter(DbConnection connection) : IDisposable
{
    private readonly PreparedStatement _update = new(connection, """
        update venvs set name = @name, description = @description, created_at = @created, updated_at = @updated,
            sha1 = @sha1, sha256 = @sha256, format = @format, size = @size
        where id = @id and sequence = @sequence
        """, "@sequence", "@id", "@name", "@description", "@created", "@updated", "@sha1", "@sha256", "@format", "@size");

    private readonly PreparedStatement _add = new(connection, """
        insert into venvs (sequence, id, name, description, created_at, updated_at, sha1, sha256, format, size)
        values (@sequence, @id, @name, @description, @created, @updated, @sha1, @sha256, @format, @size)
        """, "@sequence", "@id", "@name", "@description", "@created", "@updated", "@sha1", "@sha256", "@format", "@size");

    private readonly PreparedStatement _addVersion = new(connection, """
        insert into venv_versions (history_id, venv_id, created_at, description, sha1, sha256, format, size)
        values (@history, @venv, @created, @description, @sha1, @sha256, @format, @size)
        """, "@history", "@venv", "@created", "@description", "@sha1", "@sha256", "@format", "@size");

    private readonly RowRemoval _removal = new(connection, "venvs", "venv");
    private readonly HistoryRemoval _history = new(connection, "venv_versions", "venv_id", "venv_history");

    public void Save(DbTransaction transaction, VenvRecord venv)
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
        if (_update.Execute(transaction, values) == 0) _add.Execute(transaction, values);
    }

    public void Delete(DbTransaction transaction, VenvId id)
    {
        _history.Remember(transaction, id.Value);
        _removal.Delete(transaction, id.Value);
    }

    public void Add(DbTransaction transaction, VenvVersionRecord version) => _addVersion.Execute(
        transaction,
        version.HistoryId,
        SqlValues.Of(version.Venv.Value),
        SqlValues.Of(version.CreatedAt),
        version.Description,
        version.Package.Sha1,
        version.Package.Sha256,
        SqlValues.Of(version.Package.Format),
        version.Package.Size);

    public void DeleteVersion(DbTransaction transaction, VenvId venv, long history) => _history.Delete(transaction, venv.Value, history);

    public void Dispose()
    {
        _update.Dispose();
        _add.Dispose();
        _addVersion.Dispose();
        _removal.Dispose();
        _history.Dispose();
    }
}
