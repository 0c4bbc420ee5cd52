using LitePipeline.Core;
using LitePipeline.Core.Works;
using Spectre.Console;
using Spectre.Console.Rendering;

namespace LitePipeline.Cli.Watching;

/// <summary>A work as a picture: its state, and a line for each of its applications that was started.</summary>
internal static class WorkPicture
{
    public static IRenderable Draw(WorkDetails work, DateTimeOffset now)
    {
        var state = work.Work.State;
        var age = (state.EndedAt ?? now) - work.Work.CreatedAt;
        var heading = $"[bold]{Markup.Escape(work.Work.Name)}[/]  {WatchWords.State(state.Stage, state.Status)}  {work.Steps.Count(step => step.Status is not null)} of {work.Steps.Count} started applications done  [grey]{WatchWords.Age(age)}[/]";
        return new Rows([new Markup(heading), .. work.Steps.Select(Line)]);
    }

    private static Markup Line(WorkStepRecord step) =>
        new($"  {Markup.Escape(step.Name)}  {WatchWords.State(step.Stage, step.Status)}  [grey]{step.Task}{(string.IsNullOrEmpty(step.Message) ? "" : $" {Markup.Escape(step.Message)}")}[/]");
}
