using LitePipeline.Core;
using LitePipeline.Core.Events;

namespace LitePipeline.Benchmarks.Cluster;

/// <summary>Waits, from its making on, until so many tasks have finished.</summary>
internal sealed class FinishedTasks : IObserver<PipelineEvent>, IDisposable
{
    private readonly TaskCompletionSource _done = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly IDisposable _subscription;
    private int _left;

    public FinishedTasks(IPipelineManager manager, int count)
    {
        _left = count;
        _subscription = manager.Events.Subscribe(this);
    }

    public Task All => _done.Task;

    public void OnCompleted() { }

    public void OnError(Exception error) => _done.TrySetException(error);

    public void OnNext(PipelineEvent value)
    {
        if (value is PipelineEvent.TaskFinished && Interlocked.Decrement(ref _left) == 0) _done.TrySetResult();
    }

    public void Dispose() => _subscription.Dispose();
}
