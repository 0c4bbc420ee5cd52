using System.Threading.Channels;
using LitePipeline.Core;
using LitePipeline.Core.Events;
using LitePipeline.Core.Tasks;

namespace LitePipeline.Cli.Watching;

/// <summary>Follows a task to its end.</summary>
internal sealed class TaskWatcher(IPipelineManager manager, TimeProvider time)
{
    // Events tell at once; the manager is asked now and then too, because a subscriber may lose some and a manager may restart.
    private static readonly TimeSpan AskInterval = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan DrawInterval = TimeSpan.FromMilliseconds(250);

    /// <summary>Shows the task until it has ended, and returns it as it ended.</summary>
    public async Task<WatchedTask> WatchAsync(TaskId id, IWatchView view, CancellationToken cancellationToken)
    {
        var events = Channel.CreateUnbounded<PipelineEvent>();
        // Before the snapshot, so that nothing falls between the two.
        using var subscription = manager.Events.Subscribe(new Inbox(id, events.Writer));
        var task = new WatchedTask(await manager.GetTaskAsync(id, cancellationToken));
        view.Show(task);
        var asked = time.GetTimestamp();
        while (task.Status is null)
        {
            await WaitAsync(events.Reader, cancellationToken);
            while (events.Reader.TryRead(out var happened))
                if (task.Apply(happened)) view.Tell(happened);
            if (task.Status is null && time.GetElapsedTime(asked) >= AskInterval)
            {
                task.Reset(await manager.GetTaskAsync(id, cancellationToken));
                asked = time.GetTimestamp();
            }
            view.Show(task);
        }
        return task;
    }

    /// <summary>Waits for the next event, but not longer than a picture stays true.</summary>
    private async Task WaitAsync(ChannelReader<PipelineEvent> events, CancellationToken cancellationToken)
    {
        if (events.Completion.IsCompleted)
        {
            await Task.Delay(DrawInterval, time, cancellationToken);
            return;
        }
        var any = events.WaitToReadAsync(cancellationToken).AsTask();
        await Task.WhenAny(any, Task.Delay(DrawInterval, time, cancellationToken));
        cancellationToken.ThrowIfCancellationRequested();
    }

    private sealed class Inbox(TaskId id, ChannelWriter<PipelineEvent> events) : IObserver<PipelineEvent>
    {
        public void OnNext(PipelineEvent value)
        {
            if (value.About == id) events.TryWrite(value);
        }

        // The asking goes on without events.
        public void OnError(Exception error) => events.TryComplete();

        public void OnCompleted() => events.TryComplete();
    }
}
