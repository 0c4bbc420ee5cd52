using LitePipeline.Core;
using LitePipeline.Core.Events;
using LitePipeline.Core.Tasks;
using Spectre.Console;

namespace Quickstart;

/// <summary>Shows a task's actions as they end: a bar on a terminal, lines elsewhere.</summary>
internal static class Progress
{
    public static async Task ShowAsync(IPipelineManager manager, TaskId task, CancellationToken cancellationToken)
    {
        var changed = new SemaphoreSlim(1);
        using var subscription = manager.Events.Subscribe(new Watcher(task, changed));
        await AnsiConsole.Progress()
            .Columns(new TaskDescriptionColumn { Alignment = Justify.Left }, new ProgressBarColumn(), new PercentageColumn(), new ElapsedTimeColumn(), new SpinnerColumn())
            .StartAsync(async display =>
            {
                var bar = display.AddTask("waiting for a slot");
                while (true)
                {
                    await changed.WaitAsync(cancellationToken);
                    var details = await manager.GetTaskAsync(task, cancellationToken);
                    if (details.Live is not { } live)
                    {
                        (bar.MaxValue, bar.Value, bar.Description) = (1, 1, $"{details.Actions.Count} actions ended");
                        return;
                    }

                    bar.MaxValue = Math.Max(live.TotalActions, 1);
                    bar.Value = live.FinishedActions;
                    bar.Description = $"{live.FinishedActions} of {live.TotalActions} actions; running {string.Join(", ", live.Running.Select(running => running.Action!.Name)),-30}".EscapeMarkup();
                }
            });
    }

    // However much happens while the display is being drawn, it is drawn once more afterwards.
    private sealed class Watcher(TaskId task, SemaphoreSlim changed) : IObserver<PipelineEvent>
    {
        public void OnCompleted() { }

        public void OnError(Exception error) { }

        public void OnNext(PipelineEvent value)
        {
            if (value.About == task && changed.CurrentCount == 0) changed.Release();
        }
    }
}
