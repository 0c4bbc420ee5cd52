using System.Collections.Immutable;
using LitePipeline.Core.Actions;
using LitePipeline.Core.Artifacts;
using LitePipeline.Core.Secrets;
using LitePipeline.Core.Tasks;
using LitePipeline.Hosting.Secrets;

namespace LitePipeline.Hosting.Node;

/// <summary>An attempt from the moment it was given to this node until its result is held. A stop that comes before it runs ends it as well.</summary>
internal sealed class RunningAttempt(ActionAssignment assignment, ImmutableArray<ActionSecret> secrets)
{
    private readonly Lock _lock = new();
    private CancellationTokenSource? _preparing;
    private IRunningAction? _action;
    private TaskCompletionSource? _ended;
    private bool _hasEnded;

    public ActionAssignment Assignment => assignment;

    /// <summary>For its environment.</summary>
    public ImmutableArray<ActionSecret> Secrets => secrets;

    /// <summary>Keeps them out of all that it says.</summary>
    public SecretMask Mask { get; } = SecretMask.Of(secrets);

    public AttemptKey Key => assignment.Attempt;

    /// <summary>The files that it left, once it has ended well.</summary>
    public ImmutableArray<Artifact> Artifacts { get; set; } = [];

    /// <summary>The signal of the first stop; null where none came.</summary>
    public StopSignal? Stopped { get; private set; }

    /// <summary>Whether the result is of no use any more.</summary>
    public bool Discarded { get; private set; }

    /// <summary>Cancelled by a stop that comes while the attempt is prepared.</summary>
    public CancellationToken Preparing
    {
        get
        {
            lock (_lock)
            {
                _preparing ??= new CancellationTokenSource();
                if (Stopped is not null || Discarded) _preparing.Cancel();
                return _preparing.Token;
            }
        }
    }

    /// <summary>Completes when the attempt has ended.</summary>
    public Task Ended
    {
        get
        {
            lock (_lock)
            {
                if (_hasEnded) return Task.CompletedTask;
                return (_ended ??= new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously)).Task;
            }
        }
    }

    public void Stop(StopSignal signal) => End(signal, discard: false);

    public void Discard() => End(StopSignal.Kill, discard: true);

    /// <summary>The attempt runs; a stop that came before reaches it now.</summary>
    public void Started(IRunningAction action)
    {
        StopSignal? signal;
        lock (_lock)
        {
            _action = action;
            signal = Discarded ? StopSignal.Kill : Stopped;
        }
        if (signal is { } late) action.Signal(late);
    }

    public void MarkEnded()
    {
        TaskCompletionSource? ended;
        lock (_lock)
        {
            _hasEnded = true;
            ended = _ended;
        }
        ended?.TrySetResult();
    }

    private void End(StopSignal signal, bool discard)
    {
        IRunningAction? action;
        CancellationTokenSource? preparing;
        lock (_lock)
        {
            if (_hasEnded) return;
            if (discard) Discarded = true;
            else Stopped ??= signal;
            action = _action;
            preparing = _preparing;
        }
        preparing?.Cancel();
        action?.Signal(signal);
    }
}
