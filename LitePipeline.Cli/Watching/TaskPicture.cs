using System.Globalization;
using LitePipeline.Core.Tasks;
using Spectre.Console;
using Spectre.Console.Rendering;

namespace LitePipeline.Cli.Watching;

/// <summary>A task as a picture: counts, a bar, and what runs.</summary>
internal static class TaskPicture
{
    private const int MaxActions = 12;
    private const int BarWidth = 50;

    public static IRenderable Draw(WatchedTask task, DateTimeOffset now)
    {
        var age = (task.EndedAt ?? now) - task.CreatedAt;
        var heading = $"[bold]{Markup.Escape(task.Name)}[/]  {WatchWords.State(task.Stage, task.Status)}  {Markup.Escape(WatchWords.Counts(task))}  [grey]{WatchWords.Age(age)}[/]";
        var rows = new List<IRenderable> { new Markup(heading), Bar(task) };
        rows.AddRange(task.Running.Take(MaxActions).Select(action => Line(action.Key, action.Value, now)));
        if (task.RunningCount > MaxActions) rows.Add(new Markup(string.Create(CultureInfo.InvariantCulture, $"  [grey]and {task.RunningCount - MaxActions} more[/]")));
        return new Rows(rows);
    }

    private static BreakdownChart Bar(WatchedTask task)
    {
        var waiting = Math.Max(0, task.Total - task.Succeeded - task.NotSucceeded - task.RunningCount);
        var bar = new BreakdownChart().Width(BarWidth).HideTags()
            .AddItem("done", task.Succeeded, Color.Green)
            .AddItem("failed", task.NotSucceeded, Color.Red)
            .AddItem("running", task.RunningCount, Color.Blue);
        // A chart of nothing cannot be drawn: before the task began it is all waiting.
        return bar.AddItem("waiting", task.Total == 0 ? 1 : waiting, Color.Grey);
    }

    private static Markup Line(string name, WatchedAction action, DateTimeOffset now)
    {
        var fraction = action.Fraction is { } share ? string.Create(CultureInfo.InvariantCulture, $"{share,4:0%} ") : "     ";
        return new Markup($"  [blue]{fraction}[/]{Markup.Escape(name)} [grey]{WatchWords.Age(now - action.Since)} {Markup.Escape(action.Message)}[/]");
    }
}
