using System.Globalization;
using LitePipeline.Core;
using LitePipeline.Core.Events;

namespace LitePipeline.AspNetCore.Api.V1;

/// <summary>
/// The latest events, from which every stream is read: a stream whose connection broke goes on behind the event that it told last. A place is how many
/// events have been before it.
/// </summary>
internal sealed class EventHistory : IObserver<PipelineEvent>, IDisposable
{
    private readonly Lock _lock = new();
    private readonly PipelineEvent[] _kept;

    // Tells this history's ids from those of the manager's process before it.
    private readonly string _name = Guid.NewGuid().ToString();
    private readonly IDisposable _subscription;
    private TaskCompletionSource? _more;
    private long _end;

    /// <summary>Begins to keep events.</summary>
    /// <param name="manager">Whose events.</param>
    /// <param name="size">How many are kept.</param>
    public EventHistory(IPipelineManager manager, int size)
    {
        _kept = new PipelineEvent[size];
        _subscription = manager.Events.Subscribe(this);
    }

    /// <summary>Whether no more events come.</summary>
    public bool HasEnded { get; private set; }

    /// <summary>The place behind the latest event.</summary>
    public long End
    {
        get
        {
            lock (_lock) return _end;
        }
    }

    public string IdOf(long place) => string.Create(CultureInfo.InvariantCulture, $"{_name}-{place}");

    /// <summary>The place that an id names; null where it is not one of this history, or what follows it is not kept any more.</summary>
    public long? PlaceOf(string id)
    {
        if (!id.StartsWith(_name + "-", StringComparison.Ordinal)) return null;
        if (!long.TryParse(id.AsSpan(_name.Length + 1), NumberStyles.None, CultureInfo.InvariantCulture, out var place)) return null;
        lock (_lock) return place <= _end && place >= _end - _kept.Length ? place : null;
    }

    /// <summary>The events from a place on, as many as fit; null where the first of them is not kept any more.</summary>
    public ReadOnlyMemory<PipelineEvent>? Read(long place, Memory<PipelineEvent> into)
    {
        lock (_lock)
        {
            if (place < _end - _kept.Length) return null;
            var count = (int)Math.Min(_end - place, into.Length);
            for (var i = 0; i < count; i++) into.Span[i] = _kept[(place + i) % _kept.Length];
            return into[..count];
        }
    }

    /// <summary>Completes when there is an event at a place, or when no more come.</summary>
    public Task MoreAsync(long place)
    {
        lock (_lock)
        {
            if (_end > place || HasEnded) return Task.CompletedTask;
            return (_more ??= new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously)).Task;
        }
    }

    public void OnNext(PipelineEvent value)
    {
        TaskCompletionSource? more;
        lock (_lock)
        {
            _kept[_end++ % _kept.Length] = value;
            (more, _more) = (_more, null);
        }

        more?.SetResult();
    }

    public void OnCompleted()
    {
        TaskCompletionSource? more;
        lock (_lock)
        {
            HasEnded = true;
            (more, _more) = (_more, null);
        }

        more?.SetResult();
    }

    public void OnError(Exception error) => OnCompleted();

    public void Dispose() => _subscription.Dispose();
}
