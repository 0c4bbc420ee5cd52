namespace LitePipeline.Core.Tasks;

/// <summary>A task that has just finished, for whoever it belongs to: its work, its service, its schedule.</summary>
/// <param name="Record">The task, with its final state.</param>
/// <param name="Output">The data of its output action; empty where it has none.</param>
internal readonly record struct EndedTask(TaskRecord Record, JsonData Output);
