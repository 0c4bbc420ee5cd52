using LitePipeline.Core.Artifacts;
using LitePipeline.Core.Tasks;

namespace LitePipeline.Storage.Relational.Artifacts;

/// <summary>A row of <c>artifacts</c> with its task's id, as Dapper fills it.</summary>
internal sealed class ArtifactRow
{
    public const string Columns = "t.id as Task, f.action as Action, f.path as Path, f.sha256 as Sha256, f.size as Size";

    public byte[] Task { get; set; } = [];
    public string Action { get; set; } = "";
    public string Path { get; set; } = "";
    public string Sha256 { get; set; } = "";
    public long Size { get; set; }

    public ArtifactRecord ToRecord() => new(new TaskId(SqlValues.Id(Task)), Action, Path, Sha256, Size);
}
