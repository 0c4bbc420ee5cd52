using System.Reactive.Disposables;
using System.Threading.Channels;
using LitePipeline.Core.Events;
using Microsoft.Extensions.Options;

namespace LitePipeline.Hosting.Manager;

/// <summary>Tells subscribers what happens. Each has a buffer and a task of its own: a slow one loses the oldest and holds up nobody.</summary>
internal sealed class PipelineEvents(IOptions<ManagerOptions> options) : IObservable<PipelineEvent>
{
    private readonly Lock _lock = new();
    private Channel<PipelineEvent>[] _subscribers = [];

    public void Publish(PipelineEvent happened)
    {
        foreach (var subscriber in _subscribers) subscriber.Writer.TryWrite(happened);
    }

    /// <summary>Ends every subscription.</summary>
    public void Complete()
    {
        foreach (var subscriber in _subscribers) subscriber.Writer.TryComplete();
    }

    public IDisposable Subscribe(IObserver<PipelineEvent> observer)
    {
        var buffer = Channel.CreateBounded<PipelineEvent>(new BoundedChannelOptions(options.Value.MaxEventsPerSubscriber)
        {
            FullMode = BoundedChannelFullMode.DropOldest,
            SingleReader = true,
        });
        lock (_lock) _subscribers = [.. _subscribers, buffer];
        _ = PumpAsync(buffer.Reader, observer);
        return Disposable.Create(() =>
        {
            lock (_lock) _subscribers = [.. _subscribers.Where(other => other != buffer)];
            buffer.Writer.TryComplete();
        });
    }

    private static async Task PumpAsync(ChannelReader<PipelineEvent> reader, IObserver<PipelineEvent> observer)
    {
        await foreach (var happened in reader.ReadAllAsync()) observer.OnNext(happened);
        observer.OnCompleted();
    }
}
