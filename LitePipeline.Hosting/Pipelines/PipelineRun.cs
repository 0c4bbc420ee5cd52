using System.Runtime.CompilerServices;
using System.Threading.Channels;
using LitePipeline.Core;
using LitePipeline.Core.Events;
using LitePipeline.Core.Tasks;

namespace LitePipeline.Hosting.Pipelines;

/// <summary>A task of a pipeline: wait for it, watch it, stop it.</summary>
/// <typeparam name="TOutput">What comes of it.</typeparam>
public sealed class PipelineRun<TOutput>
{
    private const int MostWaiting = 4096;

    private readonly IPipelineManager _manager;
    private readonly string _outputAction;
    private readonly ValueJson<TOutput> _output;

    internal PipelineRun(IPipelineManager manager, TaskId task, string outputAction, ValueJson<TOutput> output) =>
        (_manager, Task, _outputAction, _output) = (manager, task, outputAction, output);

    /// <summary>The task's id, by which <see cref="IPipeline{TInput, TOutput}.Find"/>, the viewer and the command line know it.</summary>
    public TaskId Task { get; }

    /// <summary>Waits for the task's end. Who gives up waiting does not stop it.</summary>
    /// <exception cref="PipelineFailedException">The task failed or was stopped.</exception>
    public async Task<TOutput> WaitAsync(CancellationToken cancellationToken = default)
    {
        var ended = await _manager.WaitForTaskAsync(Task, cancellationToken);
        if (ended.Task.State.Status != RunStatus.Success) throw new PipelineFailedException(ended);
        var action = ended.Actions.FirstOrDefault(action => action.Name == _outputAction)
            ?? throw new InvalidOperationException($"The task {Task} ran a version of the pipeline that has no action '{_outputAction}'; its output is in its actions' results.");
        var data = action.Result.IsEmpty || !action.Result.ToElement().TryGetProperty("data", out var written) ? default : JsonData.From(written);
        return _output.Read(data, $"The output of '{_outputAction}'");
    }

    /// <summary>Stops the task: what waits is dropped, what runs is asked to end.</summary>
    public Task StopAsync(CancellationToken cancellationToken = default) => _manager.StopTaskAsync(Task, StopSignal.Terminate, cancellationToken);

    /// <summary>What happens to the task's actions from now on, until its end. Each action's end is told once, also where it was before or the reader is slow; of the rest a slow reader misses the oldest.</summary>
    public async IAsyncEnumerable<PipelineProgress> WatchAsync([EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        var events = Channel.CreateBounded<PipelineEvent>(new BoundedChannelOptions(MostWaiting) { FullMode = BoundedChannelFullMode.DropOldest });
        using var subscription = _manager.Events.Subscribe(new Watcher(Task, events.Writer));
        var ended = EndAsync(events.Writer, cancellationToken);
        var told = new HashSet<string>(StringComparer.Ordinal);
        await foreach (var happened in events.Reader.ReadAllAsync(cancellationToken))
        {
            if (PipelineProgress.Of(happened) is not { } progress) continue;
            if (progress.Kind != ProgressKind.Ended || told.Add(progress.Action)) yield return progress;
        }

        foreach (var action in (await ended).Actions)
            if (PipelineProgress.EndOf(action) is { } end && told.Add(action.Name)) yield return end;
    }

    // Not by the event of the task's end: it may have been before anybody listened, or while a remote manager's events were not there yet.
    private async Task<TaskDetails> EndAsync(ChannelWriter<PipelineEvent> events, CancellationToken cancellationToken)
    {
        try
        {
            return await _manager.WaitForTaskAsync(Task, cancellationToken);
        }
        finally
        {
            events.TryComplete();
        }
    }

    private sealed class Watcher(TaskId task, ChannelWriter<PipelineEvent> events) : IObserver<PipelineEvent>
    {
        public void OnNext(PipelineEvent value)
        {
            if (value.About == task) events.TryWrite(value);
        }

        public void OnCompleted() { }

        public void OnError(Exception error) => events.TryComplete(error);
    }
}
