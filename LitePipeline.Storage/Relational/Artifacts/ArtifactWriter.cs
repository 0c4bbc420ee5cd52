using LitePipeline.Core.Actions;

namespace LitePipeline.Storage.Relational.Artifacts;

/// <summary>Writes the rows of artifacts; they go with their action's row.</summary>
internal sealed class ArtifactWriter(WriterConnection connection) : IDisposable
{
    private readonly IWriterStatement _insert = connection.Prepare(
        "insert into artifacts (task_sequence, action, path, sha256, size) select sequence, @action, @path, @sha256, @size from tasks where id = @task",
        "@task", "@action", "@path", "@sha256", "@size");

    private readonly IWriterStatement _delete = connection.Prepare(
        "delete from artifacts where task_sequence = (select sequence from tasks where id = @task) and action = @action", "@task", "@action");

    // Looking for rows to delete costs a fourth of saving an action: where no action ever left any, it is not done.
    private bool _hasRows = connection.HasRows("artifacts");

    /// <summary>Makes the rows of an action those that it has now.</summary>
    public void Save(ActionRecord action)
    {
        var task = SqlValues.Of(action.Task.Value);
        if (_hasRows) _delete.Queue(task, action.Name);
        if (action.Artifacts.IsDefaultOrEmpty) return;
        _hasRows = true;
        foreach (var artifact in action.Artifacts) _insert.Queue(task, action.Name, artifact.Path, artifact.Sha256, artifact.Size);
    }

    public void Dispose()
    {
        _insert.Dispose();
        _delete.Dispose();
    }
}
