using System.Globalization;
using System.Text.Json;
using LitePipeline.Cli.Output;
using LitePipeline.Core.Events;
using LitePipeline.Core.Manager;
using LitePipeline.Core.Tasks;

namespace LitePipeline.Cli.Watching;

/// <summary>The product's words for what a watched task or work is, and for what happens to it.</summary>
internal static class WatchWords
{
    public static string Of(RunStage stage) => JsonNamingPolicy.SnakeCaseLower.ConvertName(stage.ToString());

    public static string Of(RunStatus status) => JsonNamingPolicy.SnakeCaseLower.ConvertName(status.ToString());

    /// <summary>The status, or before there is one the stage, in its colour.</summary>
    public static string State(RunStage stage, RunStatus? status)
    {
        var (field, word) = status is { } known ? ("status", Of(known)) : ("stage", Of(stage));
        return CellPaints.Markup(field, word);
    }

    public static string Counts(WatchedTask task) =>
        $"{task.Succeeded} of {task.Total} actions done, {task.RunningCount} running{(task.NotSucceeded > 0 ? $", {task.NotSucceeded} not successful" : "")}";

    public static string Age(TimeSpan age) => age.Ticks < 0 ? "0:00" : string.Create(CultureInfo.InvariantCulture, $"{(int)age.TotalMinutes}:{age.Seconds:00}");

    /// <summary>What happened to a task before its end, in a line; null where that is of no interest.</summary>
    public static string? Line(PipelineEvent happened) => happened switch
    {
        PipelineEvent.TaskStarted => "task started",
        PipelineEvent.TaskRestarted restarted => restarted.Recovered ? "task is being recovered" : "task runs again",
        PipelineEvent.TaskStopping => "task is being stopped",
        PipelineEvent.ActionStarted started => $"{started.Attempt.Action} started",
        PipelineEvent.ActionFinished finished => $"{finished.Attempt.Action} ended: {Of(finished.Status)}{(finished.Cached ? ", from the cache" : "")}{Added(finished)}{Reason(finished.Message)}",
        PipelineEvent.ActionRequeued requeued => $"{requeued.Attempt.Action} lost its node and waits for another one",
        PipelineEvent.ActionRetried retried => $"{retried.Attempt.Action} failed and is tried again{Reason(retried.Message)}",
        PipelineEvent.ActionProgressed progressed => string.Create(CultureInfo.InvariantCulture, $"{progressed.Attempt.Action} {progressed.Fraction:0%}{Reason(progressed.Message)}"),
        _ => null,
    };

    /// <summary>What keeps a task from going on, a line for each.</summary>
    public static IEnumerable<string> Waits(TaskView? live)
    {
        if (live?.HeldBy is { } limit) yield return string.Create(CultureInfo.InvariantCulture, $"task waits: {limit.Running} of its application run or wait before it, and {limit.MaxRunningTasks} may run at once");
        foreach (var waiting in live?.Unplaceable ?? []) yield return $"{waiting.Action?.Name ?? "task"} waits: {waiting.Unplaceable}";
    }

    private static string Added(PipelineEvent.ActionFinished finished) => finished.Generated.IsDefaultOrEmpty ? "" : $", {finished.Generated.Length} new actions";

    private static string Reason(string? message) => string.IsNullOrEmpty(message) ? "" : $": {message}";
}
