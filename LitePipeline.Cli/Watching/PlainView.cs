using System.Globalization;
using LitePipeline.Core.Events;

namespace LitePipeline.Cli.Watching;

/// <summary>A line for each thing that happens: for files, pipes and build logs.</summary>
internal sealed class PlainView(TextWriter output) : IWatchView
{
    private bool _shown;

    public void Show(WatchedTask task)
    {
        if (_shown) return;
        _shown = true;
        output.WriteLine(string.Create(CultureInfo.InvariantCulture, $"task {task.Name}: {WatchWords.Of(task.Stage)}, {WatchWords.Counts(task)}"));
    }

    public void Tell(PipelineEvent happened)
    {
        if (Line(happened) is { } line)
            output.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{happened.At.ToLocalTime():HH:mm:ss} {line}"));
    }

    private static string? Line(PipelineEvent happened) => happened switch
    {
        PipelineEvent.TaskStarted => "task started",
        PipelineEvent.TaskStopping => "task is being stopped",
        PipelineEvent.TaskFinished finished => $"task ended: {WatchWords.Of(finished.Status)}",
        PipelineEvent.ActionStarted started => $"{started.Attempt.Action} started",
        PipelineEvent.ActionFinished finished => $"{finished.Attempt.Action} ended: {WatchWords.Of(finished.Status)}{Added(finished)}{Reason(finished.Message)}",
        PipelineEvent.ActionRequeued requeued => $"{requeued.Attempt.Action} lost its node and waits for another one",
        PipelineEvent.ActionProgressed progressed => string.Create(CultureInfo.InvariantCulture, $"{progressed.Attempt.Action} {progressed.Fraction:0%}{Reason(progressed.Message)}"),
        _ => null,
    };

    private static string Added(PipelineEvent.ActionFinished finished) => finished.Generated.IsDefaultOrEmpty ? "" : $", {finished.Generated.Length} new actions";

    private static string Reason(string? message) => string.IsNullOrEmpty(message) ? "" : $": {message}";
}
