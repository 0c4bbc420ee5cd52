using LitePipeline.Core.Tasks;

namespace LitePipeline.Core.Artifacts;

/// <summary>A file that an action has left for others: where it lay in its workspace, and its content by name.</summary>
/// <param name="Path">Its path in the action's workspace, with <c>/</c> between folders.</param>
/// <param name="Sha256">Its SHA-256 in lower-case hex, under which the package store has it.</param>
/// <param name="Size">Its length in bytes.</param>
public sealed record Artifact(string Path, string Sha256, long Size);

/// <summary>An artifact of a task.</summary>
/// <param name="Task">The task.</param>
/// <param name="Action">The action that made it.</param>
/// <param name="Path">Its path in the action's workspace, with <c>/</c> between folders.</param>
/// <param name="Sha256">Its SHA-256 in lower-case hex.</param>
/// <param name="Size">Its length in bytes.</param>
public sealed record ArtifactRecord(TaskId Task, string Action, string Path, string Sha256, long Size);
